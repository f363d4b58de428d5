"""The transfer sheet: what an agency needs to act on, in the official form, and nobody's name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO

import pytest
from docx import Document
from PIL import Image

from chalicelib.audit.domain.events import line_of
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.adapters.sheet_document import DocxSheets
from chalicelib.cases.application.transfer_sheets import SheetDesk
from chalicelib.kernel.actors import Actor, Role
from chalicelib.runtime.data_files import DATA
from chalicelib.runtime.services import services
from chalicelib.uploads.application.ports import CleanFile
from chalicelib.uploads.domain.uploads import MediaType
from tests.support.browsing import Seen, Visitor
from tests.support.cases import CITIZEN, ELSEWHERE, OFFICER
from tests.support.directory import PROVINCES
from tests.support.media import make_jpeg
from tests.support.offered_files import FakeOfferedFiles
from tests.support.uploads import arrive
from tests.support.whole_api import WholeApi, whole_api
from tests.unit.runtime.pages.test_pages import HOSTILE, check_closed, check_harmless


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def printed(api: WholeApi, code: str, reader: Actor = OFFICER, query: str = "") -> Seen:
    return Visitor().sign_in_as(api, reader).open(f"/officer/cases/{code}/print{query}")


def test_one_sheet_says_for_whom_about_what_and_until_when(api: WholeApi) -> None:
    """With the head, the motto, place and date, and who keeps a copy."""
    case = api.office.assigned()
    page = Visitor().sign_in_as(api, OFFICER).open(f"/officer/cases/{case.code}")
    assert ("a", "href", f"/officer/cases/{case.code}/print") in page.read().attributes
    seen = printed(api, case.code)
    assert seen.status == 200
    for part in (
        "UBND TỈNH LÀO CAI SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
        "Lào Cai, ngày 03 tháng 8 năm 2026",
        "PHIẾU CHUYỂN Phản ánh, kiến nghị của người dân",
        "Kính gửi: Sở Xây dựng.",
        f"Mã phản ánh {case.code}",
        case.description,
        "giờ 00, thứ Năm, ngày 6/8/2026",
        "Nơi nhận: - Như trên; - Lưu: VT, BPTN.",
        "Danh tính người phản ánh được giữ kín.",
    ):
        assert part in seen.text, part
    check_closed(seen)


def test_before_it_is_assigned_the_addressee_is_left_open(api: WholeApi) -> None:
    """To be filled in by hand."""
    case = api.office.submit(category="health")
    intake = Actor(Role.INTAKE, "i1", "so-khcn", province=True)
    assert "Kính gửi: ………………………." in printed(api, case.code, intake).text


def test_it_is_vietnamese_in_every_language(api: WholeApi) -> None:
    """Only what stands around it follows the reader."""
    seen = printed(api, api.office.assigned().code, query="?lang=en")
    assert "PHIẾU CHUYỂN" in seen.text
    assert "Lĩnh vực Giao thông, đường sá" in seen.text
    assert "Back to the case" in seen.text


def test_who_may_not_open_the_case_does_not_print_it(api: WholeApi) -> None:
    """As if it were not there."""
    seen = printed(api, api.office.assigned().code, ELSEWHERE)
    assert seen.status == 404


def test_what_people_typed_stays_text(api: WholeApi) -> None:
    """Whatever they typed."""
    case = api.office.assigned(description=f"Ổ gà sâu trước cổng trường {HOSTILE}")
    check_harmless(printed(api, case.code))


@pytest.mark.parametrize("province", PROVINCES)
def test_a_province_says_who_writes_and_who_signs(province: str) -> None:
    """All that the form needs."""
    form = json.loads((DATA / province / "transfer_sheet.json").read_text("utf-8"))
    names = {"above", "body", "number", "place", "desk", "signs", "kept"}
    assert set(form) == names
    assert all(form[name] for name in names)


def words_of(document: object) -> str:
    """All that can be read in a docx, tables with it."""
    body = document.element.body  # type: ignore[attr-defined]
    texts = (one.text or "" for one in body.iter(f"{{{WORDS}}}t"))
    return " ".join(" ".join(texts).split())


WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_the_sheet_comes_as_a_document_too(api: WholeApi) -> None:
    """The same words as on the page, A4 with the official margins, photos in an annex; a photo that
    cannot be read is left out."""
    office, files = api.office, FakeOfferedFiles()
    names = ("photo", "broken", "film")
    kinds = (MediaType.JPEG, MediaType.PNG, MediaType.MP4)
    came = [
        arrive(office.uploads, office.files, name, CITIZEN.id, kind)
        for name, kind in zip(names, kinds, strict=True)
    ]
    office.files.keep("photo", MediaType.JPEG, CleanFile(make_jpeg((480, 640))))
    office.files.keep("broken", MediaType.PNG, CleanFile(b"no picture"))
    case = office.assigned(uploads=tuple(came), location=(22.4856, 103.9707))
    services().register_value(SheetDesk, SheetDesk(files, DocxSheets(), office.files))
    seen = printed(api, case.code, query="/docx")
    (name,) = files.files
    assert seen.goes_to == f"https://files.example/{name}"
    assert name == f"phieu-chuyen-{case.code}.docx"
    document = Document(BytesIO(files.files[name]))
    told = words_of(document)
    for part in ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", "Kính gửi: Sở Xây dựng.", case.code, "Ảnh 1"):
        assert part in told, part
    assert "Ảnh 2" not in told
    assert "Phường Lào Cai. Ghim đỏ: nơi người dân chấm." in told
    assert "Vạch dưới bên trái dài 2 km." in told
    assert len(document.inline_shapes) == 2
    section = document.sections[0]
    assert [round(one.mm) for one in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(one.mm) for one in margins] == [20, 20, 20, 30]
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert document.core_properties.author == "SỞ KHOA HỌC VÀ CÔNG NGHỆ"


def test_what_a_document_cannot_say_is_marked_in_it(api: WholeApi) -> None:
    """Code points that are no characters, which XML has no way to write."""
    office, files = api.office, FakeOfferedFiles()
    services().register_value(SheetDesk, SheetDesk(files, DocxSheets(), office.files))
    case = office.assigned(description="Ổ gà \ufffelớn\uffff giữa đường.\n\tNguy hiểm 😀.")
    assert printed(api, case.code, query="/docx").status == 303
    (content,) = files.files.values()
    told = words_of(Document(BytesIO(content)))
    for part in ("Ổ gà \ufffdlớn\ufffd giữa đường.", "Nguy hiểm 😀."):
        assert part in told


def test_a_place_is_drawn_in_the_document(api: WholeApi) -> None:
    """With the pin in the middle and the commune around it in another colour than its neighbours;
    a case without a mark has no annex."""
    office, files = api.office, FakeOfferedFiles()
    services().register_value(SheetDesk, SheetDesk(files, DocxSheets(), office.files))
    printed(api, office.assigned(location=(22.4856, 103.9707)).code, query="/docx")
    (content,) = files.files.values()
    parts = Document(BytesIO(content)).part.package.iter_parts()
    (picture,) = [part.blob for part in parts if part.content_type == "image/png"]
    with Image.open(BytesIO(picture)) as drawn:
        assert drawn.size == (1600, 1280)
        seen = drawn.convert("RGB")
    assert seen.getpixel((800, 640)) == (163, 33, 29)
    assert len({seen.getpixel((x, y)) for x in range(0, 1600, 8) for y in range(0, 1280, 8)}) > 3
    files.files.clear()
    printed(api, office.assigned().code, query="/docx")
    (content,) = files.files.values()
    assert not Document(BytesIO(content)).inline_shapes


@pytest.mark.parametrize(("query", "form"), [("", "paper"), ("/docx", "docx")])
def test_a_case_that_leaves_the_system_is_written_down_as_an_export(
    api: WholeApi, query: str, form: str
) -> None:
    """Before the sheet is there, beside the read of the case, in the name of who took it."""
    case, files = api.office.assigned(), FakeOfferedFiles()
    services().register_value(SheetDesk, SheetDesk(files, DocxSheets(), api.office.files))
    visitor = Visitor().sign_in_as(api, OFFICER)
    api.audit.reads.clear()
    visitor.open(f"/officer/cases/{case.code}/print{query}")
    lines = [one for one in map(line_of, api.audit.reads.values()) if one]
    assert [one.kind for one in lines] == [AuditKind.CASE_READ, AuditKind.REPORT_EXPORTED]
    assert lines[1].what == {"report": "transfer_sheet", "format": form}
    assert (lines[1].subject, lines[1].actor.id) == (case.code, OFFICER.id)
    assert lines[1].correlation_id == lines[0].correlation_id


@pytest.mark.parametrize("query", ["", "/docx"])
def test_without_its_line_no_sheet_leaves(
    api: WholeApi, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    """Whatever keeps it from being written."""
    case, files = api.office.assigned(), FakeOfferedFiles()
    services().register_value(SheetDesk, SheetDesk(files, DocxSheets(), api.office.files))
    visitor, write_down = Visitor().sign_in_as(api, OFFICER), api.audit.write_down

    def fail_for_exports(event: dict[str, object]) -> None:
        if event["type"] == AuditKind.REPORT_EXPORTED.value:
            raise OSError("the table does not answer")
        write_down(event)

    monkeypatch.setattr(api.audit, "write_down", fail_for_exports)
    seen = visitor.open(f"/officer/cases/{case.code}/print{query}")
    assert (seen.status, files.files) == (500, {})
    assert case.description not in seen.text


def test_who_may_not_open_the_case_gets_no_document(api: WholeApi) -> None:
    """And none is made."""
    assert printed(api, api.office.assigned().code, ELSEWHERE, "/docx").status == 404


def test_the_annex_has_place_and_photos(api: WholeApi) -> None:
    """Each photo by an address that notes the read."""
    office = api.office
    photo = arrive(office.uploads, office.files, "photo", CITIZEN.id)
    case = office.assigned(uploads=(photo,), location=(22.4856, 103.9707))
    seen = printed(api, case.code)
    assert f"PHỤ LỤC: nơi xảy ra và ảnh của phản ánh {case.code}" in seen.text
    shown = [value for tag, name, value in seen.read().attributes if (tag, name) == ("img", "src")]
    assert f"/officer/cases/{case.code}/files/photo" in shown
