"""What is wrong with rows and files, in sentences that an official understands, in both languages.

A code that rules of the kernel and of identity raise (phones, names, addresses) has its sentence
here too, since here it speaks of a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.imports.domain.cells import RowFault
from chalicelib.imports.domain.post_fault_texts import OF_FURTHER_POSTS

Texts = Mapping[str, tuple[str, str]]

OF_CELLS: Texts = {
    "missing": ("Ô này còn trống.", "This cell is empty."),
    "blank": ("Ô này chỉ có khoảng trắng.", "This cell holds blanks only."),
    "too_short": ("Ô này còn trống.", "This cell is empty."),
    "too_long": ("Nội dung dài hơn {max} ký tự.", "The text is longer than {max} characters."),
    "control_character": (
        "Ô này có ký tự lạ hoặc xuống dòng; hãy gõ lại.",
        "There is a control character or a line break; please type it anew.",
    ),
    "formula": (
        "Ô này là công thức. Hãy chép rồi dán lại dạng giá trị (Paste Values).",
        "This cell is a formula. Copy it and paste it as a value.",
    ),
    "cell_error": (
        "Ô này là lỗi của Excel (ví dụ #N/A, #REF!).",
        "This cell is an error of the spreadsheet, such as #N/A.",
    ),
    "became_date": (
        "Excel đã đổi ô này thành ngày tháng. Hãy định dạng cột là Văn bản và gõ lại.",
        "The spreadsheet made a date of it. Format the column as text and type it anew.",
    ),
    "became_number": (
        "Excel đã rút gọn số này (ví dụ 1,02E+11). Hãy định dạng cột là Văn bản và gõ lại.",
        "The spreadsheet shortened this number. Format the column as text and type it anew.",
    ),
    "zero_lost": (
        "Số này thiếu chữ số; có thể Excel đã bỏ số 0 ở đầu. Hãy gõ đủ 12 chữ số.",
        "Digits are missing; the spreadsheet may have dropped a 0 in front. Type all 12 digits.",
    ),
    "phone_invalid": (
        "Số điện thoại không đúng. Số di động có 10 chữ số, ví dụ 0912345678.",
        "This is no phone number. Mobile numbers have 10 digits, such as 0912345678.",
    ),
    "phone_country": ("Chỉ nhận số của Việt Nam.", "Only Vietnamese numbers are taken."),
    "phone_not_mobile": (
        "Đây không phải số di động.",
        "This is not a mobile number.",
    ),
    "personal_id_form": (
        "Số định danh phải có đúng 12 chữ số.",
        "A personal number has exactly 12 digits.",
    ),
    "email_form": ("Địa chỉ thư điện tử không đúng.", "This is no email address."),
    "username_form": (
        "Tên đăng nhập gồm 3–64 chữ thường không dấu, số, dấu chấm, gạch nối.",
        "A username has 3–64 small letters without diacritics, digits, dots, hyphens.",
    ),
    "agency_id_form": (
        "Mã cơ quan gồm chữ thường không dấu, số, gạch nối, nhiều nhất 60 ký tự.",
        "An agency's code has small letters, digits and hyphens, 60 at most.",
    ),
    "committee_follows": (
        "UBND xã, phường đã có sẵn theo danh mục xã, không đưa vào danh sách này.",
        "People's Committees follow from the communes and do not belong here.",
    ),
    "unknown_role": (
        "Vai trò phải là một trong: Cán bộ xử lý, Lãnh đạo, Tiếp nhận, Giám sát, Tổng đài, "
        "Quản trị.",
        "The role is one of: Officer, Leader, Intake, Supervisor, Hotline, Administrator.",
    ),
    "unknown_agency": (
        "Không có cơ quan này trong hệ thống. Hãy ghi đúng tên đầy đủ hoặc mã.",
        "There is no such agency. Write its full name or its code.",
    ),
    "unknown_commune": (
        "Không có xã, phường này trong tỉnh. Hãy ghi đúng tên mới hoặc mã 5 chữ số.",
        "There is no such commune in the province. Write its new name or its code.",
    ),
    "name_not_clear": (
        "Có nhiều nơi cùng tên này. Hãy ghi mã.",
        "Several have this name. Write the code.",
    ),
}
"""By the codes of single cells."""

OF_ROWS: Texts = {
    "merged_cells": (
        "Dòng này có ô gộp. Hãy bỏ gộp ô (Unmerge Cells) và điền từng ô.",
        "There are merged cells in this row. Unmerge them and fill in each.",
    ),
    "not_your_agency": (
        "Bạn chỉ được nhập danh sách của cơ quan mình.",
        "You may import for your own agency only.",
    ),
    "external_agency": (
        "Đơn vị ngoài này không có tài khoản, chỉ hỏi được qua thư.",
        "This body outside the office has no accounts and is only asked by mail.",
    ),
    "role_not_yours": (
        "Lãnh đạo chỉ được đưa vào Cán bộ xử lý và Lãnh đạo.",
        "A leader may enter officers and leaders only.",
    ),
    "role_of_the_centre": (
        "Vai trò này chỉ có ở cơ quan đầu mối.",
        "This role belongs to the central agency.",
    ),
    "phone_twice": (
        "Số điện thoại này đã có ở dòng {other}.",
        "Line {other} has this phone already.",
    ),
    "person_twice": (
        "Người này đã có ở dòng {other}.",
        "Line {other} has this person already.",
    ),
    "email_twice": (
        "Địa chỉ thư này đã có ở dòng {other}.",
        "Line {other} has this address already.",
    ),
    "username_twice": (
        "Tên đăng nhập này đã có ở dòng {other}.",
        "Line {other} has this username already.",
    ),
    "agency_twice": ("Cơ quan này đã có ở dòng {other}.", "Line {other} has this agency already."),
    "on_another_list": (
        "Người này đang có trong danh sách của nơi khác.",
        "This person is on another commune's or agency's list.",
    ),
    "officer_elsewhere": (
        "Tên đăng nhập này là của cán bộ cơ quan khác.",
        "This username belongs to an officer of another agency.",
    ),
    "administrator_stays": (
        "Không đổi vai trò hay cơ quan của quản trị bằng danh sách.",
        "Role and agency of an administrator are not changed by a list.",
    ),
    "officer_not_found": (
        "Không có cán bộ nào dùng tên đăng nhập này.",
        "No officer has this username.",
    ),
    "own_account": (
        "Không tự thu hồi tài khoản của chính mình.",
        "Nobody revokes their own account.",
    ),
    "administrator_by_hand": (
        "Tài khoản quản trị không thu hồi bằng danh sách; thu hồi từng người.",
        "Accounts of administrators are not revoked by a list, but one by one.",
    ),
    "day_form": ("Ngày viết theo dạng 31/12/2027.", "A day is written like 31/12/2027."),
    "post_over": (
        "Ngày kết thúc đã qua; người đã thôi việc thì đưa vào danh sách thôi việc.",
        "This day is over; whoever has left goes on the list of those who leave.",
    ),
    "post_ends_not": (
        "Nhiệm vụ quản trị không kết thúc theo ngày; thu hồi từng người.",
        "An administrator's post ends with no day; revoke it by itself.",
    ),
    "contact_differs": (
        "Cán bộ này đang dùng số điện thoại hoặc thư khác; người đó phải tự đổi và xác nhận.",
        "This officer has another phone or address; they change it themselves and confirm it.",
    ),
    "username_taken": (
        "Người khác đã có tên đăng nhập này.",
        "Somebody else has this username.",
    ),
    "phone_taken": (
        "Cán bộ khác đã dùng số điện thoại này.",
        "Another officer has this phone.",
    ),
    "agency_name_taken": (
        "Cơ quan khác đã có tên này.",
        "Another agency has this name.",
    ),
    "agencies_full": ("Danh bạ có nhiều nhất {max} cơ quan.", "{max} agencies are the most."),
}
"""By the codes of rows beside others of the file, and of who may import them."""

OF_FILES: Texts = {
    "too_large": (
        "Tệp lớn hơn {max} MB.",
        "The file is larger than {max} MB.",
    ),
    "too_large_inside": (
        "Tệp Excel này bung ra quá lớn. Hãy chép riêng danh sách sang một tệp mới.",
        "This workbook unpacks to too much. Copy the list alone into a new file.",
    ),
    "not_a_table": (
        "Tệp này không phải CSV hay Excel (.xlsx).",
        "This file is neither CSV nor Excel (.xlsx).",
    ),
    "old_excel": (
        "Tệp này là Excel đời cũ (.xls) hoặc có mật khẩu. Hãy lưu lại dạng .xlsx, không mật khẩu.",
        "This is an old workbook (.xls), or one with a password. Save it as .xlsx without one.",
    ),
    "macros": (
        "Tệp có macro nên không nhận. Hãy lưu lại dạng .xlsx.",
        "Files with macros are not taken. Save it as .xlsx.",
    ),
    "broken_file": (
        "Tệp hỏng, không mở được. Hãy mở bằng Excel và lưu lại.",
        "The file is broken. Open it in a spreadsheet and save it anew.",
    ),
    "broken_quotes": (
        "Dấu nháy kép trong tệp CSV không khớp, gần dòng {near}.",
        "The quotes of the CSV file do not match, near line {near}.",
    ),
    "encoding_unknown": (
        "Không đọc được bảng mã của tệp. Hãy lưu lại dạng «CSV UTF-8» hoặc .xlsx.",
        "The file's encoding is not known. Save it as «CSV UTF-8» or .xlsx.",
    ),
    "too_many_rows": (
        "Danh sách dài hơn {max} dòng. Hãy chia thành nhiều tệp.",
        "The list has more than {max} rows. Split it into several files.",
    ),
    "no_rows": ("Danh sách không có dòng nào.", "The list has no rows."),
    "no_headings": (
        "Không thấy dòng tiêu đề. Cần các cột: {headings}.",
        "There is no line of headings. These are needed: {headings}.",
    ),
    "column_missing": ("Thiếu cột: {headings}.", "These columns are missing: {headings}."),
    "heading_twice": (
        "Có hai cột cùng tiêu đề «{heading}».",
        "Two columns are headed «{heading}».",
    ),
    "rows_with_faults": (
        "Có {bad} dòng lỗi nên không ghi dòng nào.",
        "There are {bad} bad rows, so that none was written.",
    ),
    "leaving_changed": (
        "Số người sẽ bị đưa ra khỏi danh sách đã thay đổi từ lần kiểm tra. Hãy kiểm tra lại tệp.",
        "Who would leave the list has changed since the check. Check the file again.",
    ),
    "file_gone": (
        "Không còn tệp này, hoặc tệp không đúng như đã khai. Hãy gửi lại.",
        "The file is gone, or is not what was declared. Send it again.",
    ),
    "overtaken": (
        "Việc nhập này đứng quá lâu và một danh sách khác đã thay thế.",
        "This import stood still for too long, and another took its place.",
    ),
    "hidden_sheet": (
        "Danh sách nằm ở trang tính bị ẩn. Hãy bỏ ẩn rồi gửi lại.",
        "The list is on a hidden sheet. Unhide it and send the file again.",
    ),
    "several_sheets": (
        "Có nhiều trang tính đều là danh sách. Hãy giữ lại một trang.",
        "Several sheets hold a list. Keep one of them.",
    ),
}
"""By the codes of whole files."""

NOTICED: Texts = {
    "encoding_tcvn3": (
        "Tệp dùng bảng mã TCVN3 (ABC); đã chuyển sang Unicode.",
        "The file was written in TCVN3 (ABC); it was converted.",
    ),
    "encoding_windows_1258": (
        "Tệp dùng bảng mã Windows-1258; đã chuyển sang Unicode.",
        "The file was written in Windows-1258; it was converted.",
    ),
    "zero_restored": (
        "Đã thêm lại số 0 mà Excel bỏ ở đầu: {count} ô.",
        "A 0 that the spreadsheet had dropped was put back: {count} cells.",
    ),
    "blanks_closed": (
        "Đã bỏ khoảng trắng hoặc dấu chấm trong số: {count} ô.",
        "Blanks or dots were taken out of numbers: {count} cells.",
    ),
    "capitals": (
        "Đã đổi tên viết hoa toàn bộ thành chữ thường: {count} ô.",
        "Names in capitals were put into ordinary letters: {count} cells.",
    ),
    "columns_ignored": (
        "Không dùng đến {count} cột.",
        "{count} columns were not used.",
    ),
    "hidden_sheets_ignored": (
        "Bỏ qua trang tính bị ẩn: {count}.",
        "Hidden sheets were left out: {count}.",
    ),
}
"""What was mended or left out, and is told."""

_ALL: Texts = {**OF_CELLS, **OF_ROWS, **OF_FURTHER_POSTS, **OF_FILES}


def sentence(fault: RowFault, language: str) -> str:
    """The fault in that language (`vi`, `en`)."""
    vietnamese, english = _ALL[fault.code]
    return (english if language == "en" else vietnamese).format(**fault.params)


def noticed_sentence(code: str, count: int, language: str) -> str:
    """What was noticed, in that language."""
    vietnamese, english = NOTICED[code]
    return (english if language == "en" else vietnamese).format(count=count)
