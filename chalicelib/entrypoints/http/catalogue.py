"""What the codes say, in Vietnamese and English: titles of problems, and messages of faults."""

from __future__ import annotations

from chalicelib.domain.errors import Params

# code: (title vi, title en, detail vi, detail en)
PROBLEMS: dict[str, tuple[str, str, str, str]] = {
    "internal": (
        "Lỗi hệ thống",
        "Internal error",
        "Hệ thống gặp lỗi ngoài dự kiến. Vui lòng thử lại sau.",
        "Something unexpected happened here. Please try again later.",
    ),
    "invalid": (
        "Dữ liệu chưa hợp lệ",
        "Invalid fields",
        "Một số thông tin chưa đúng, xem danh sách lỗi.",
        "Some fields are not acceptable; see the list of errors.",
    ),
    "too_large": (
        "Nội dung quá lớn",
        "Body too large",
        "Nội dung gửi lên vượt quá 128 KiB.",
        "The body is over 128 KiB.",
    ),
    "unsupported_media_type": (
        "Kiểu nội dung không được hỗ trợ",
        "Unsupported media type",
        "Hãy gửi nội dung dạng application/json, mã UTF-8.",
        "Send the body as application/json in UTF-8.",
    ),
    # The three that the gateway says by itself.
    "bad_request": (
        "Yêu cầu không hợp lệ",
        "Bad request",
        "Máy chủ không hiểu yêu cầu này.",
        "The gateway cannot make sense of this request.",
    ),
    "too_many_requests": (
        "Quá nhiều yêu cầu",
        "Too many requests",
        "Hệ thống đang rất bận. Vui lòng thử lại sau ít giây.",
        "The service is very busy. Please try again in a few seconds.",
    ),
    "unavailable": (
        "Tạm thời gián đoạn",
        "Unavailable for the moment",
        "Hệ thống chưa trả lời được. Vui lòng thử lại sau.",
        "The service could not answer. Please try again later.",
    ),
    "unauthenticated": (
        "Chưa đăng nhập",
        "Not signed in",
        "Cần mã truy cập hợp lệ trong tiêu đề Authorization.",
        "A valid access token in the Authorization header is needed.",
    ),
    "bad_token": (
        "Mã truy cập không hợp lệ",
        "Bad token",
        "Mã truy cập không dùng được ở đây. Vui lòng đăng nhập lại.",
        "This token is not good here. Please sign in again.",
    ),
    "token_expired": (
        "Phiên đã hết hạn",
        "Token expired",
        "Mã truy cập đã hết hạn. Hãy làm mới phiên đăng nhập.",
        "The access token has expired. Refresh the session.",
    ),
    "wrong_role": (
        "Không được phép",
        "Not allowed here",
        "Tài khoản này không được dùng đường dẫn này.",
        "This path is not for this kind of account.",
    ),
    "action_not_allowed": (
        "Không được phép thực hiện",
        "Action not allowed",
        "Bạn không có quyền thực hiện thao tác này với phản ánh này.",
        "You may not take this action on this case.",
    ),
    "binding_not_allowed": (
        "Không được giao bắt buộc",
        "Binding assignment not allowed",
        "Chỉ bộ phận tiếp nhận và giám sát được giao bắt buộc.",
        "Only the intake desk and supervisors may assign bindingly.",
    ),
    "own_answer": (
        "Không được tự duyệt",
        "Own answer",
        "Không ai được duyệt câu trả lời do chính mình soạn.",
        "Nobody approves the own answer.",
    ),
    "case_not_found": (
        "Không tìm thấy phản ánh",
        "Case not found",
        "Không có phản ánh này, hoặc bạn không được xem.",
        "There is no such case, or it is not yours to see.",
    ),
    "report_not_allowed": (
        "Không được xem báo cáo này",
        "Report not allowed",
        "Giám sát và quản trị xem toàn tỉnh; lãnh đạo xem đơn vị mình.",
        "The centre reads all reports, a leader those of the own agency.",
    ),
    "queue_not_allowed": (
        "Không được xem danh sách này",
        "Queue not allowed",
        "Vai trò của bạn không xem danh sách này.",
        "This list is not for your role.",
    ),
    "attention_not_allowed": (
        "Không được xem danh sách này",
        "List not allowed",
        "Chỉ giám sát và quản trị xem danh sách này.",
        "This list is for supervisors and administrators.",
    ),
    "not_found": (
        "Không tìm thấy",
        "Not found",
        "Không có nội dung này.",
        "There is nothing here.",
    ),
    "illegal_transition": (
        "Không thực hiện được ở trạng thái này",
        "Illegal transition",
        "Trạng thái hiện tại của phản ánh không cho phép thao tác này.",
        "The case's present state does not allow this action.",
    ),
    "stale_version": (
        "Phản ánh đã thay đổi",
        "Stale version",
        "Đã có phiên bản mới hơn. Hãy tải lại rồi thử lại.",
        "There is a newer version. Read it and try again.",
    ),
    "if_match_required": (
        "Thiếu If-Match",
        "If-Match required",
        "Cần tiêu đề If-Match với phiên bản đã xem.",
        "The header If-Match with the version that was seen is needed.",
    ),
    "busy": (
        "Đang bận",
        "Busy",
        "Nhiều thao tác cùng lúc. Vui lòng thử lại.",
        "Too many changes at the same moment. Please try again.",
    ),
    "request_in_progress": (
        "Yêu cầu đang được xử lý",
        "Request in progress",
        "Yêu cầu cùng khóa đang được xử lý. Vui lòng thử lại sau.",
        "The first request with this key is still being handled. Try again soon.",
    ),
    "idempotency_key_reused": (
        "Khóa đã dùng cho nội dung khác",
        "Idempotency key reused",
        "Khóa Idempotency-Key này đã dùng với nội dung khác.",
        "This Idempotency-Key was used with another body.",
    ),
    "outside_province": (
        "Ngoài địa bàn tỉnh",
        "Outside the province",
        "Vị trí nằm ngoài địa bàn tỉnh.",
        "The location lies outside the province.",
    ),
    "commune_mismatch": (
        "Xã, phường không khớp vị trí",
        "Commune mismatch",
        "Vị trí cách xã, phường đã chọn hơn 500 m; commune_code là nơi tìm thấy.",
        "The location is over 500 m from the named commune; commune_code is the one found.",
    ),
    "binding_assignment": (
        "Phân công bắt buộc",
        "Binding assignment",
        "Phân công bắt buộc, không trả lại được.",
        "A binding assignment cannot be returned.",
    ),
    "return_window_over": (
        "Quá thời hạn trả lại",
        "Return window over",
        "Đã quá thời hạn trả lại phản ánh.",
        "It is too late to return the case.",
    ),
    "extension_open": (
        "Đang chờ duyệt gia hạn",
        "Extension pending",
        "Đã có đề nghị gia hạn chưa được quyết định.",
        "A request for an extension is not yet decided.",
    ),
    "no_more_extensions": (
        "Hết lượt gia hạn",
        "No more extensions",
        "Đã dùng hết số lần gia hạn.",
        "All extensions are used up.",
    ),
    "extension_too_late": (
        "Quá hạn xin gia hạn",
        "Too late for an extension",
        "Phải xin gia hạn trước khi hết hạn xử lý.",
        "An extension is asked before the due time.",
    ),
    "no_extension_asked": (
        "Không có đề nghị gia hạn",
        "No extension asked",
        "Không có đề nghị gia hạn nào đang chờ.",
        "There is no request for an extension to decide.",
    ),
    "already_rated": (
        "Đã đánh giá",
        "Already rated",
        "Câu trả lời này đã được đánh giá.",
        "This answer has been rated.",
    ),
    "rating_over": (
        "Hết thời hạn đánh giá",
        "Rating over",
        "Đã quá thời hạn đánh giá.",
        "The time for rating is over.",
    ),
    "no_more_reopenings": (
        "Hết lượt mở lại",
        "No more reopenings",
        "Phản ánh đã được mở lại tối đa số lần cho phép.",
        "The case has been reopened as often as is allowed.",
    ),
    "reopening_over": (
        "Hết thời hạn mở lại",
        "Reopening over",
        "Đã quá thời hạn mở lại.",
        "The time for reopening is over.",
    ),
    "case_codes_used_up": (
        "Thử lại sau",
        "Try again",
        "Chưa cấp được mã phản ánh. Vui lòng thử lại.",
        "No case code could be given. Please try again.",
    ),
    "attachment_not_found": (
        "Không tìm thấy tệp",
        "Attachment not found",
        "Phản ánh này không có tệp đó.",
        "This case has no such file.",
    ),
    "no_thumbnail": (
        "Không có ảnh thu nhỏ",
        "No small picture",
        "Tệp này không có ảnh thu nhỏ.",
        "There is no small picture of this file.",
    ),
    "not_checked": (
        "Tệp đang được kiểm tra",
        "Not checked yet",
        "Tệp chưa kiểm tra xong. Vui lòng thử lại sau.",
        "The file is still being checked. Try again soon.",
    ),
    "upload_refused": (
        "Tệp không được nhận",
        "File refused",
        "Tệp không đạt kiểm tra nên không xem được.",
        "The file did not pass the check and cannot be fetched.",
    ),
    "too_many_codes": (
        "Yêu cầu mã quá nhiều lần",
        "Too many codes",
        "Đã yêu cầu quá nhiều mã xác thực. Vui lòng thử lại sau.",
        "Too many codes were asked for. Please try again later.",
    ),
    "resend_too_early": (
        "Chưa thể gửi lại mã",
        "Too early for another code",
        "Mã vừa được gửi. Vui lòng chờ trước khi yêu cầu mã khác.",
        "A code was sent just now. Please wait before asking for another.",
    ),
    "wrong_code": (
        "Mã xác thực không đúng",
        "Wrong code",
        "Mã xác thực không đúng. Vui lòng kiểm tra lại.",
        "This is not the code that was sent.",
    ),
    "code_expired": (
        "Mã xác thực đã hết hạn",
        "Code expired",
        "Mã xác thực đã hết hạn. Hãy yêu cầu mã mới.",
        "The code is no longer good. Ask for another.",
    ),
    "code_locked": (
        "Đã nhập sai mã quá nhiều lần",
        "Code locked",
        "Đã nhập sai quá nhiều lần. Hãy bắt đầu lại sau.",
        "Too many wrong codes were given. Begin again later.",
    ),
    "code_used": (
        "Mã xác thực đã được dùng",
        "Code used",
        "Mã này đã được dùng. Hãy đăng nhập lại để nhận mã mới.",
        "This code was used before. Sign in again for another.",
    ),
    "already_verified": (
        "Số điện thoại đã được xác thực",
        "Already verified",
        "Số điện thoại này đã được xác thực, không cần mã khác.",
        "The phone is proven already; no other code is needed.",
    ),
    "registration_not_found": (
        "Không tìm thấy lượt đăng ký",
        "Registration not found",
        "Không có lượt đăng ký này. Hãy bắt đầu lại.",
        "There is no such registration. Please begin again.",
    ),
    "registration_expired": (
        "Lượt đăng ký đã hết hạn",
        "Registration expired",
        "Lượt đăng ký đã hết hạn. Hãy bắt đầu lại.",
        "The time for this registration is over. Please begin again.",
    ),
    "session_not_found": (
        "Không tìm thấy lượt đăng nhập",
        "Sign-in not found",
        "Không có lượt đăng nhập này. Hãy bắt đầu lại.",
        "There is no such sign-in. Please begin again.",
    ),
    "sign_in_expired": (
        "Lượt đăng nhập đã hết hạn",
        "Sign-in expired",
        "Lượt đăng nhập đã hết hạn. Hãy bắt đầu lại.",
        "The time for this sign-in is over. Please begin again.",
    ),
    "session_ended": (
        "Phiên đã kết thúc",
        "Session ended",
        "Phiên đăng nhập đã kết thúc. Vui lòng đăng nhập lại.",
        "The session has ended. Please sign in again.",
    ),
    "session_expired": (
        "Phiên đã hết hạn",
        "Session expired",
        "Phiên đăng nhập đã hết hạn. Vui lòng đăng nhập lại.",
        "The session has expired. Please sign in again.",
    ),
    "wrong_credentials": (
        "Đăng nhập không thành công",
        "Wrong credentials",
        "Tên đăng nhập hoặc mật khẩu không đúng.",
        "Username or password is wrong.",
    ),
    "signing_in_locked": (
        "Tạm khóa đăng nhập",
        "Signing in is locked",
        "Đăng nhập sai quá nhiều lần. Vui lòng thử lại sau.",
        "Too many sign-ins failed. Please try again later.",
    ),
    "account_not_found": (
        "Không tìm thấy tài khoản",
        "Account not found",
        "Tài khoản này không còn.",
        "This account is no more.",
    ),
    "phone_taken": (
        "Số điện thoại đã có tài khoản",
        "Phone taken",
        "Số điện thoại này đã có tài khoản. Hãy đăng nhập.",
        "This phone has an account. Please sign in.",
    ),
    "personal_id_taken": (
        "Số định danh đã có tài khoản",
        "Personal number taken",
        "Số định danh cá nhân này đã được khai ở một tài khoản khác.",
        "This personal number was given for another account.",
    ),
    "personal_id_asked_too_often": (
        "Thử số định danh quá nhiều lần",
        "Asked too often",
        "Hôm nay đã thử số định danh cá nhân quá nhiều lần. Vui lòng thử lại vào ngày mai.",
        "Personal numbers were tried too often today. Please try again tomorrow.",
    ),
    "too_busy": (
        "Đang bận",
        "Busy",
        "Nhiều thao tác cùng lúc. Vui lòng thử lại.",
        "Too many changes at the same moment. Please try again.",
    ),
    "not_utf8": ("Không đọc được", "Unreadable", "Nội dung không phải UTF-8.", "Not UTF-8."),
    "not_json": ("Không đọc được", "Unreadable", "Nội dung không phải JSON.", "Not JSON."),
    "too_deep": (
        "Không đọc được",
        "Unreadable",
        "JSON lồng quá 32 tầng.",
        "The JSON is nested deeper than 32.",
    ),
    "duplicate_key": (
        "Không đọc được",
        "Unreadable",
        "Một đối tượng JSON có tên trùng lặp.",
        "A JSON object names a member twice.",
    ),
    "not_a_number": (
        "Không đọc được",
        "Unreadable",
        "NaN, Infinity và số quá dài không được nhận.",
        "NaN, Infinity and endless numbers are not accepted.",
    ),
    "lone_surrogate": (
        "Không đọc được",
        "Unreadable",
        "Chuỗi có ký tự thay thế đơn lẻ.",
        "A text holds a lone surrogate.",
    ),
    "bad_cursor": (
        "Con trỏ không hợp lệ",
        "Bad cursor",
        "Con trỏ trang không hợp lệ với danh sách này.",
        "This cursor is not one of this list.",
    ),
}

# code: (vi, en); {min}, {max} and {allowed} are filled in.
FAULTS: dict[str, tuple[str, str]] = {
    "not_a_day": ("Phải là một ngày, ví dụ 2026-08-01.", "A day is expected, such as 2026-08-01."),
    "empty_period": ("Phải sau ngày bắt đầu.", "This must be after the first day."),
    "period_or_days": ("Chọn một: period, hoặc from và to.", "Give either period, or from and to."),
    "clock_goes_forward": ("Đồng hồ chỉ tiến tới.", "The clock only goes forward."),
    "now_or_advance": (
        "Chọn một: now hoặc advance_seconds.",
        "Give either now or advance_seconds.",
    ),
    "missing": ("Bắt buộc phải có.", "This is required."),
    "unknown_field": ("Trường không được biết đến.", "This field is not known."),
    "wrong_type": ("Sai kiểu dữ liệu.", "This has the wrong type."),
    "wrong_form": ("Sai định dạng.", "This has the wrong form."),
    "too_short": ("Cần ít nhất {min}.", "At least {min} are needed."),
    "too_long": ("Nhiều nhất là {max}.", "At most {max} are accepted."),
    "out_of_range": ("Nằm ngoài khoảng cho phép.", "This is out of range."),
    "not_unique": ("Bị lặp lại.", "This stands here more than once."),
    "chain_order": (
        "Sai thứ tự so với mục liền kề.",
        "This is out of order with what stands beside it.",
    ),
    "not_one_of": ("Phải là một trong: {allowed}.", "This must be one of: {allowed}."),
    "not_acceptable": ("Không được chấp nhận.", "This is not acceptable."),
    "control_character": (
        "Có ký tự điều khiển không được nhận.",
        "Control characters are not accepted.",
    ),
    "blank": ("Nội dung trống.", "The text shows nothing."),
    "unknown_category": ("Lĩnh vực không có trong danh mục.", "There is no such category."),
    "unknown_commune": ("Xã, phường không có trong danh mục.", "There is no such commune."),
    "outside_province": ("Vị trí nằm ngoài địa bàn tỉnh.", "This lies outside the province."),
    "commune_mismatch": (
        "Vị trí cách xã, phường này hơn 500 m.",
        "The location is over 500 m from this commune.",
    ),
    "phone_invalid": (
        "Số điện thoại không hợp lệ.",
        "This is not a phone number in use.",
    ),
    "phone_country": (
        "Chưa nhận số điện thoại của nước này.",
        "Phone numbers of this country are not taken.",
    ),
    "phone_not_mobile": ("Cần số điện thoại di động.", "A mobile number is needed."),
    "personal_id_form": (
        "Số định danh cá nhân gồm đúng 12 chữ số viết liền.",
        "A personal number has exactly 12 digits, without gaps.",
    ),
    "personal_id_sex": (
        "Số định danh cá nhân không khớp giới tính đã khai.",
        "The personal number contradicts the sex that was given.",
    ),
    "personal_id_birth_year": (
        "Số định danh cá nhân không khớp năm sinh đã khai.",
        "The personal number contradicts the birth year that was given.",
    ),
    "date_in_future": ("Ngày này chưa đến.", "This day has not come yet."),
    "date_too_early": ("Ngày này quá xa.", "This day is too long ago."),
    "email_form": ("Địa chỉ thư điện tử không hợp lệ.", "This is not an email address."),
    "consent_unknown": ("Không có mục đích này.", "There is no such purpose."),
    "consent_repeated": ("Mục đích này đã nêu.", "This purpose was named before."),
    "consent_outdated": (
        "Nội dung đã đổi, bản hiện hành là {version}.",
        "The text has changed; the present version is {version}.",
    ),
    "consent_missing": (
        "Cần đồng ý với mục đích {purpose}.",
        "Consent to the purpose {purpose} is needed.",
    ),
    "wrong_code": ("Mã không đúng, còn {left} lần thử.", "Wrong code; {left} tries are left."),
    "password_length": (
        "Mật khẩu dài từ {min} đến {max} ký tự.",
        "A password has {min} to {max} characters.",
    ),
    "unknown_agency": ("Cơ quan không có trong danh mục.", "There is no such agency."),
    "unknown_officer": (
        "Không có cán bộ này ở cơ quan đó.",
        "There is no such active officer at that agency.",
    ),
    "not_own_agency": ("Chỉ được giao trong đơn vị mình.", "Only within the own agency."),
    "lead_is_coordinating": (
        "Cơ quan chủ trì không thể đồng thời phối hợp.",
        "The lead agency cannot co-ordinate as well.",
    ),
    "longer_than_limit": (
        "Dài hơn thời hạn ban đầu.",
        "This is longer than the original limit.",
    ),
    "unknown_zone": ("Không có múi giờ này.", "There is no such time zone."),
    "no_working_day": (
        "Tuần phải có ít nhất một ngày làm việc.",
        "The week needs a working day.",
    ),
    "hours_disordered": (
        "Giờ làm việc phải theo thứ tự và không chồng nhau.",
        "Opening hours must be in order and must not overlap.",
    ),
    "off_and_worked": (
        "Một ngày không thể vừa nghỉ vừa làm việc.",
        "A day cannot be both off and worked.",
    ),
    "evidence_required": (
        "Lĩnh vực này cần ảnh hoặc tài liệu chứng minh.",
        "This category demands evidence.",
    ),
    "not_a_parent": (
        "Phản ánh này không thể là bản gốc.",
        "This case cannot be the original.",
    ),
    "too_large": ("Tệp lớn quá {max} byte.", "The file is over {max} bytes."),
    "too_many": ("Nhiều nhất {max} tệp.", "At most {max} files are accepted."),
    "repeated": ("Tệp này bị lặp lại.", "This file is named twice."),
    "unknown_upload": (
        "Không có tệp này, hoặc tệp chưa gửi xong.",
        "There is no such upload, or it was never completed.",
    ),
    "upload_in_use": (
        "Tệp này đã thuộc một phản ánh khác.",
        "This file belongs to another case already.",
    ),
    "upload_refused": (
        "Tệp này không đạt kiểm tra.",
        "This file did not pass the check.",
    ),
    "days_or_hours": ("Chọn một: days hoặc hours.", "Give either days or hours."),
    "idempotency_key_reused": (
        "Khóa này đã dùng với nội dung khác.",
        "This key was used with another body.",
    ),
}


def title_of(code: str, language: str) -> tuple[str, str]:
    """Title and detail of a problem."""
    vi, en, vi_detail, en_detail = PROBLEMS[code]
    return (en, en_detail) if language == "en" else (vi, vi_detail)


def fault_text(code: str, params: Params, language: str) -> str:
    """The message of a fault, with its limits filled in."""
    vi, en = FAULTS[code]
    text = en if language == "en" else vi
    return text.format_map({"min": "?", "max": "?", "allowed": "?", **params})
