from load.__main__ import shown


def test_faults_that_differ_in_numbers_alone_are_shown_once_with_their_count() -> None:
    wrong = ["no code on +84970000001", "2 SMS came to +84970000001", "no code on +84970000002"]
    assert list(shown(wrong)) == [
        "no code on +84970000001, and 1 like it",
        "2 SMS came to +84970000001",
    ]
