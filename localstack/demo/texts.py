"""What officers and citizens write in the story, in believable Vietnamese. All of it invented."""

from __future__ import annotations

ANSWERS: dict[str, str] = {
    "sanitation": "Tổ vệ sinh môi trường đã thu gom toàn bộ rác tồn đọng tại vị trí ông/bà phản "
    "ánh, rắc vôi khử mùi và tăng lịch thu gom lên ba buổi mỗi tuần.",
    "roads": "Đơn vị quản lý đường bộ đã cắm biển cảnh báo ngay trong ngày và hoàn thành vá mặt "
    "đường bằng bê tông nhựa. Cảm ơn ông/bà đã phản ánh kịp thời.",
    "lighting_water": "Đội sửa chữa đã kiểm tra, thay thiết bị hỏng và khôi phục hoạt động bình "
    "thường. Đơn vị sẽ theo dõi thêm trong bảy ngày tới.",
    "security": "Công an đã nắm tình hình, nhắc nhở các hộ liên quan và bố trí tuần tra vào khung "
    "giờ ông/bà nêu. Khi có việc khẩn cấp xin gọi 113.",
    "construction": "Đoàn kiểm tra đã lập biên bản, yêu cầu chủ công trình dừng thi công phần sai "
    "phép và thu dọn vật liệu, trả lại lối đi cho người dân.",
    "environment": "Đoàn liên ngành đã lấy mẫu, lập biên bản và yêu cầu cơ sở dừng xả thải cho "
    "đến khi hệ thống xử lý đạt quy chuẩn. Kết quả mẫu sẽ được công khai.",
    "land": "Bộ phận địa chính đã đối chiếu hồ sơ, hẹn ông/bà và các hộ giáp ranh đo lại mốc giới "
    "tại thực địa; biên bản có chữ ký của các bên được lưu tại trụ sở.",
    "health": "Sở Y tế đã làm việc với cơ sở, yêu cầu bố trí thêm người ở khu tiếp đón và công "
    "khai số điện thoại đường dây nóng tại quầy.",
    "education": "Nhà trường đã rà soát các khoản thu, hoàn trả khoản chưa đúng quy định và thông "
    "báo lại cho toàn thể phụ huynh.",
    "procedures": "Hồ sơ của ông/bà đã được giải quyết xong; chúng tôi xin lỗi vì để chậm và đã "
    "chấn chỉnh việc hẹn trả kết quả tại bộ phận một cửa.",
    "conduct": "Lãnh đạo đơn vị đã làm việc với cán bộ được nêu, yêu cầu kiểm điểm và bố trí người "
    "khác tiếp ông/bà. Mong ông/bà tiếp tục góp ý.",
    "initiative": "Cảm ơn sáng kiến của ông/bà. Đề xuất đã được đưa vào kế hoạch quý tới, đơn vị "
    "sẽ mời ông/bà cùng khảo sát trước khi làm.",
    "other": "Đơn vị đã xác minh nội dung ông/bà phản ánh và xử lý trong phạm vi thẩm quyền. Kết "
    "quả cụ thể đã được niêm yết tại trụ sở.",
}

BETTER_START = "Trả lời bổ sung, cụ thể hơn: "
FAMILY_START = "Trả lời chung cho {code} và các phản ánh trùng: "
CORRECTED_START = "Đính chính tên đơn vị thực hiện. "

PHRASES: dict[str, str] = {
    "note": "Đã gọi đội thi công; nhờ lãnh đạo xem giúp câu cuối của dự thảo trước khi trình.",
    "part": "Trung tâm y tế đã kiểm tra, không có nguy cơ dịch bệnh tại vị trí được phản ánh.",
    "correct": "Câu trả lời trước ghi nhầm tên đơn vị thực hiện.",
    "question": "Xin ông/bà cho biết rõ hơn vị trí (gần nhà số mấy, cột mốc nào) và thời điểm "
    "thường xảy ra để chúng tôi kiểm tra đúng chỗ.",
    "supplement": "Chỗ đó ngay đối diện nhà văn hóa thôn, cách cổng khoảng 20 m; tối nào cũng vậy, "
    "rõ nhất từ 18 giờ đến 20 giờ ạ.",
    "send_back": "Câu trả lời chưa nêu ngày hoàn thành và người chịu trách nhiệm; đề nghị bổ sung.",
    "dispute": "Tôi đi qua sáng nay, chỗ đó vẫn y nguyên, chưa thấy ai sửa.",
    "answer_dispute": "Cảm ơn ông/bà. Đội thi công quay lại làm trong chiều nay.",
    "refer": "Đề nghị cho biết nguyên nhân mất điện và thời gian khắc phục tại khu vực này.",
    "body_replies": "Máy biến áp của khu vực đã được thay trong sáng nay, điện đã ổn định.",
    "reopen": "Mới được một hôm lại hỏng như cũ, mong cơ quan xem lại giúp.",
    "withdraw": "Sáng nay đã có người đến sửa xong rồi, tôi xin rút phản ánh.",
    "reject": "Nội dung là quảng cáo, không phải phản ánh về công việc chung nên không được tiếp "
    "nhận. Ông/bà có thể gửi phản ánh khác bất cứ lúc nào.",
    "redirect": "Nội dung là đơn tố cáo, không thuộc kênh này. Xin ông/bà gửi đơn đến Ban Tiếp "
    "công dân tỉnh, phường Lào Cai, để được thụ lý đúng Luật Tố cáo.",
    "ask_extension": "Phải mời các hộ giáp ranh và đơn vị đo đạc cùng ra thực địa, xin thêm ba "
    "ngày làm việc.",
    "return": "Tuyến đường này do cơ quan khác quản lý, đề nghị chuyển lại cho đúng đơn vị.",
}

STARS: dict[int, str] = {
    1: "Trả lời chung chung, chưa thấy làm gì.",
    2: "Có sửa nhưng chưa đến nơi đến chốn.",
    3: "Tạm được, mong lần sau nhanh hơn.",
    4: "Cảm ơn, đã thấy chuyển biến rõ.",
    5: "Rất nhanh và chu đáo, cảm ơn các anh chị!",
}
