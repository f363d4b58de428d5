"""Texts as citizens write them, and what anybody reads of them.

Data only: the text, its public form, and the passages at which somebody must look first. The
reporter is called Nguyễn An Ninh wherever one is known.
"""

from __future__ import annotations

REPORTER = "Nguyễn An Ninh"

SURE: tuple[tuple[str, str], ...] = (
    ("Số của tôi 0912345678.", "Số của tôi [số điện thoại]."),
    ("Gọi 0912 345 678 nhé", "Gọi [số điện thoại] nhé"),
    ("Gọi 0912.345.678 hoặc 0987-654-321", "Gọi [số điện thoại] hoặc [số điện thoại]"),
    ("Gọi 0912345678/0987654321", "Gọi [số điện thoại]/[số điện thoại]"),
    ("Gọi 0912345678 0987654321", "Gọi [số điện thoại] [số điện thoại]"),
    ("Gọi (0214) 3840 034", "Gọi [số điện thoại]"),
    ("Gọi 0214.3840.034", "Gọi [số điện thoại]"),
    ("Gọi +84912345678", "Gọi [số điện thoại]"),
    ("Gọi +84 912 345 678", "Gọi [số điện thoại]"),
    ("Gọi 84912345678", "Gọi [số điện thoại]"),
    ("Gọi O912345678", "Gọi [số điện thoại]"),
    ("CCCD 010190000123", "CCCD [số định danh]"),
    ("CCCD: 0101 9000 0123.", "CCCD: [số định danh]."),
    ("CMND cũ 060123456", "CMND cũ [số]"),
    ("Tài khoản 1903456789012", "Tài khoản [số]"),
    ("Thư về a.b-c@gmail.com.vn nhé", "Thư về [email] nhé"),
    ("Thư về mai @lc.example", "Thư về [email]"),
    ("Ảnh ở https://fb.com/nguyen.hung.99 đó", "Ảnh ở [liên kết] đó"),
    ("Xem facebook.com/nguyen.hung", "Xem [liên kết]"),
    ("Xe 24A-123.45 đỗ sai", "Xe [biển số] đỗ sai"),
    ("Xe 24B1-12345 và 24B1 123.45", "Xe [biển số] và [biển số]"),
    ("xe 24b1-123.45, 24c12345", "xe [biển số], [biển số]"),
    ("Xe 29-H1 234.56, 24H-1234", "Xe [biển số], [biển số]"),
    ("Xe đỏ AB-12-34", "Xe đỏ [biển số]"),
    ("Tôi là Nguyễn Văn Hùng.", "Tôi là [tên]."),
    ("Tôi tên là Giàng Thị Mẩy, thôn Tả Van.", "Tôi tên là [tên], thôn Tả Van."),
    ("Tên tôi là Lù A Sử ở tổ 3", "Tên tôi là [tên] ở tổ 3"),
    ("Em là Lan, nhà cạnh trường", "Em là [tên], nhà cạnh trường"),
    ("Cháu tên là Vàng Thị Kín", "Cháu tên là [tên]"),
    ("Họ và tên: Lý A Sử; đường hỏng", "Họ và tên: [tên]; đường hỏng"),
    ("Người gửi: Trần Thị Bình", "Người gửi: [tên]"),
    ("Liên hệ ông Đỗ Văn Nam", "Liên hệ ông [tên]"),
    ("Toi la Nguyen Van Hung o to 5", "Toi la [tên] o to 5"),
    ("Ho ten: Giang Thi May", "Ho ten: [tên]"),
    ("TÔI LÀ NGUYỄN VĂN A, ĐỀ NGHỊ SỬA", "TÔI LÀ [tên], ĐỀ NGHỊ SỬA"),
    ("Trước nhà ông Hùng có hố", "Trước nhà ông [tên] có hố"),
    ("Bà Giàng Thị Mẩy đổ rác", "Bà [tên] đổ rác"),
    ("Chị Lan và anh Tuấn cãi nhau", "Chị [tên] và anh [tên] cãi nhau"),
    ("Cô giáo Lan đánh học sinh", "Cô giáo [tên] đánh học sinh"),
    ("Chủ tịch Vàng A Páo không tiếp dân", "Chủ tịch [tên] không tiếp dân"),
    ("Ông trưởng thôn Lù A Sử thu tiền", "Ông trưởng thôn [tên] thu tiền"),
    ("Tôi là Lê Văn Sơn. Văn Sơn nói thật.", "Tôi là [tên]. [tên] nói thật."),
    ("Tôi là Lê Văn Sơn. Le Van Son xin cảm ơn", "Tôi là [tên]. [tên] xin cảm ơn"),
    ("Ông Trần Văn Bình lấn đất. Văn Bình còn chửi", "Ông [tên] lấn đất. [tên] còn chửi"),
    ("Người viết Nguyễn An Ninh", "Người viết [tên]"),
    ("Đường hỏng. Nguyễn An Ninh", "Đường hỏng. [tên]"),
    ("Duong hong. Nguyen An Ninh", "Duong hong. [tên]"),
    ("Đường hỏng, nguyễn an ninh kính đơn", "Đường hỏng, [tên] kính đơn"),
    ("Kính thư, An Ninh", "Kính thư, [tên]"),
)
"""Left out for sure, and nothing to look at."""

KEPT: tuple[str, ...] = (
    "Ổ gà sâu trước cổng trường, xe máy ngã nhiều lần.",
    "Tôi là người dân tổ 5, phường Lào Cai.",
    "Tôi là giáo viên trường THPT Lê Quý Đôn.",
    "TÔI LÀ NGƯỜI DÂN TỔ 5",
    "Đường Nguyễn Huệ ngập, chợ Cốc Lếu đông.",
    "Ngày 01.08.2026 07.30 mất điện",
    "Từ 01/08/2026 đến 30-08-2026",
    "Kinh phí 1.500.000.000 đồng, đã thu 150000000 đồng",
    "Gọi 1900 1234, 113, 114 không ai nghe",
    "Chị em phụ nữ và anh em trong tổ",
    "Chú Công an xã đến chậm",
    "Cột điện số 123456 nghiêng",
    "Cáp 22 kV 1000 mét, đường 30 km",
    "Dãy Hoàng Liên Sơn có sương",
    "Bà con thôn Tả Van thiếu nước",
)
"""Nothing is left out, and nobody need look."""

UNSURE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Nhà Nguyễn Văn B xả rác", "Nhà Nguyễn Văn B xả rác", ("Nguyễn Văn B",)),
    ("Trần Hưng Đạo đoạn gần chợ", "Trần Hưng Đạo đoạn gần chợ", ("Trần Hưng Đạo",)),
    ("Đêm qua Giàng A Pháo phóng xe", "Đêm qua Giàng A Pháo phóng xe", ("Giàng A Pháo",)),
    (
        "tôi là nguyễn văn nam ở tổ 5",
        "tôi là [tên] ở tổ 5",
        ("nguyễn văn nam",),
    ),
    ("toi la giang thi may", "toi la [tên]", ("giang thi may",)),
    ("Gần đây an ninh kém", "Gần đây an ninh kém", ("an ninh",)),
    (
        "Số tôi không chín một hai ba bốn năm",
        "Số tôi không chín một hai ba bốn năm",
        ("không chín một hai ba bốn năm",),
    ),
    ("Số bàn 3840034", "Số bàn 3840034", ("3840034",)),
    ("Thư hung.nv gmail com", "Thư hung.nv gmail com", ("gmail",)),
    ("Thư hung(@)lc", "Thư hung(@)lc", ("hung(@)lc",)),
    ("Nhà tôi ở số 12 ngõ 3", "Nhà tôi ở số 12 ngõ 3", ("Nhà tôi ở số 12",)),
    ("Xem facebook Hùng Nguyễn", "Xem facebook Hùng Nguyễn", ("facebook Hùng",)),
    ("Duong hong, co Lan biet", "Duong hong, co Lan biet", ("Lan",)),
)
"""What stays in, and what somebody looks at first."""
