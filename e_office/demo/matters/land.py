"""Matters of land, minerals, environment and clearing sites for projects."""

# ruff: noqa: E501 - sentences are read, compared and corrected whole
from __future__ import annotations

from e_office.demo.matters.matter import Matter, task

MATTERS: tuple[Matter, ...] = (
    Matter(
        code="khoang-san",
        title="công tác quản lý khoáng sản trên địa bàn tỉnh",
        goal="chấn chỉnh hoạt động khai thác, vận chuyển, kinh doanh khoáng sản",
        product="Quy chế phối hợp quản lý nhà nước về khoáng sản",
        lead="STNMT", partners=("SCT", "SXD", "CA", "CT"), districts=("KYANH", "THACHHA", "HUONGSON", "DUCTHO"),
        section="NL1", chair="pct.kinhte",
        situation=(
            "Toàn tỉnh có {96..128} mỏ khoáng sản đang còn hiệu lực giấy phép, chủ yếu là đá xây dựng, cát, sỏi lòng sông, đất san lấp và sét gạch ngói.",
            "Trong kỳ đã kiểm tra {18..36} đơn vị, xử phạt vi phạm hành chính {9..21} trường hợp với số tiền {420..980} triệu đồng, tạm giữ {6..19} phương tiện khai thác cát trái phép trên sông Lam và sông La.",
            "Thu tiền cấp quyền khai thác khoáng sản đạt {31..58} tỷ đồng, bằng {62..97}% kế hoạch năm.",
            "Việc lắp đặt trạm cân và camera giám sát tại các mỏ đã hoàn thành ở {41..73} đơn vị.",
        ),
        difficulties=(
            "Khai thác cát, sỏi trái phép vào ban đêm ở vùng giáp ranh giữa các huyện chưa được ngăn chặn dứt điểm; sự phối hợp giữa lực lượng công an, biên phòng và chính quyền cấp xã có lúc chưa chặt chẽ.",
            "Một số doanh nghiệp chậm ký quỹ cải tạo, phục hồi môi trường và nợ tiền cấp quyền khai thác kéo dài.",
            "Nhu cầu đất san lấp cho các dự án trọng điểm lớn nhưng thủ tục cấp phép mỏ mới kéo dài bình quân trên {8..14} tháng.",
        ),
        tasks=(
            task("STNMT", "SCT SXD", 30, "rà soát toàn bộ giấy phép khai thác khoáng sản đã cấp, lập danh sách mỏ hết hạn, mỏ không hoạt động, tham mưu đóng cửa hoặc thu hồi giấy phép"),
            task("CA", "BDBP STNMT", 15, "mở đợt cao điểm tuần tra, xử lý khai thác cát, sỏi lòng sông trái phép trên sông Lam, sông La và sông Ngàn Sâu"),
            task("CT", "STNMT", 45, "đối chiếu sản lượng kê khai thuế với sản lượng theo trạm cân, truy thu phần chênh lệch"),
            task("KYANH", "THACHHA", 20, "chịu trách nhiệm trước UBND tỉnh nếu để tái diễn khai thác khoáng sản trái phép trên địa bàn mà không xử lý"),
        ),
        proposals=(
            ("Đề nghị bổ sung mỏ đất san lấp phục vụ các dự án trong Khu kinh tế Vũng Áng", "đồng ý về chủ trương; Sở Tài nguyên và Môi trường hoàn thiện hồ sơ trình UBND tỉnh trong quý tới"),
            ("Đề nghị hỗ trợ kinh phí mua phương tiện tuần tra đường thủy", "giao Sở Tài chính cân đối, đề xuất"),
        ),
        subjects={"CV": ("xử lý hoạt động khai thác cát trái phép trên sông Lam đoạn qua {d}", "chấn chỉnh công tác cấp phép khai thác đất san lấp")},
    ),
    Matter(
        code="gpmb-vung-ang",
        title="tiến độ giải phóng mặt bằng các dự án trong Khu kinh tế Vũng Áng",
        goal="đẩy nhanh tiến độ bồi thường, giải phóng mặt bằng các dự án trong Khu kinh tế Vũng Áng",
        product="Phương án bồi thường, hỗ trợ, tái định cư Khu kinh tế Vũng Áng (đợt {2..9})",
        lead="KKTVA", partners=("STNMT", "STC", "SXD", "CA", "KBNN"), districts=("KYANH",),
        section="NL1", chair="pct.kinhte",
        situation=(
            "Đến nay đã kiểm đếm, phê duyệt phương án cho {1480..2350} hộ, chi trả tiền bồi thường {640..1180} tỷ đồng; bàn giao mặt bằng {412..890} ha cho các chủ đầu tư.",
            "Đã hoàn thành hạ tầng {3..6} khu tái định cư tại các xã Kỳ Lợi, Kỳ Phương, Kỳ Liên; bố trí {380..760} lô đất ở cho các hộ phải di dời.",
            "Số hộ còn vướng mắc là {46..132} hộ, tập trung ở hạng mục đường công vụ, kênh thoát nước và hành lang tuyến điện.",
        ),
        difficulties=(
            "Xác định nguồn gốc đất qua nhiều thời kỳ khó khăn do hồ sơ địa chính thiếu, nhiều thửa biến động chưa được chỉnh lý.",
            "Một số hộ đề nghị áp dụng đơn giá bồi thường mới, chưa nhận tiền và chưa bàn giao mặt bằng.",
            "Vốn ứng của chủ đầu tư chuyển về Kho bạc chậm so với cam kết, ảnh hưởng đến việc chi trả.",
        ),
        tasks=(
            task("KYANH", "KKTVA STNMT", 20, "hoàn thành việc xác nhận nguồn gốc đất và niêm yết công khai phương án đối với các hộ còn lại"),
            task("KKTVA", "SXD", 40, "hoàn thành hạ tầng thiết yếu (điện, nước, đường nội bộ) của khu tái định cư Kỳ Lợi để giao đất cho dân"),
            task("STC", "KBNN", 10, "hướng dẫn thủ tục tạm ứng vốn ngân sách để chi trả tiền bồi thường trong khi chờ vốn của chủ đầu tư"),
            task("CA", "KYANH", 15, "xây dựng phương án bảo đảm an ninh, trật tự khi bảo vệ thi công và cưỡng chế thu hồi đất (nếu có)"),
        ),
        proposals=(("Đề nghị điều chỉnh đơn giá bồi thường cây lâu năm", "giao Sở Tài chính chủ trì thẩm định, trình UBND tỉnh quyết định"),),
        subjects={
            "GM": ("họp giao ban giải phóng mặt bằng các dự án trọng điểm tháng {m}/{y}",),
            "CV": ("giải quyết vướng mắc về tái định cư cho các hộ dân xã Kỳ Lợi", "ứng vốn chi trả tiền bồi thường, giải phóng mặt bằng"),
        },
    ),
    Matter(
        code="dat-trai-tham-quyen",
        title="việc xử lý các trường hợp giao đất trái thẩm quyền",
        goal="xử lý dứt điểm các trường hợp giao đất trái thẩm quyền, lấn chiếm đất công",
        product="Phương án xử lý tồn tại về giao đất trái thẩm quyền trên địa bàn cấp huyện",
        lead="STNMT", partners=("STP", "TTR", "STC"), districts=("CAMXUYEN", "THACHHA", "CANLOC", "NGHIXUAN"),
        section="NL1", chair="pct.kinhte",
        situation=(
            "Qua rà soát, các địa phương báo cáo còn {620..1480} trường hợp giao đất không đúng thẩm quyền qua các thời kỳ, trong đó {210..460} trường hợp đủ điều kiện cấp giấy chứng nhận.",
            "Thanh tra tỉnh đã kết luận {4..11} cuộc thanh tra về quản lý, sử dụng đất; kiến nghị thu hồi {12..47} ha đất sử dụng sai mục đích.",
            "Đã xử lý kỷ luật {5..18} cán bộ cấp xã, phòng chuyên môn cấp huyện có liên quan.",
        ),
        difficulties=(
            "Hồ sơ, chứng từ thu tiền đất của thôn, xã trước đây thất lạc nên khó xác định nghĩa vụ tài chính của hộ dân.",
            "Một số địa phương báo cáo chưa đầy đủ, số liệu giữa các lần báo cáo không thống nhất.",
        ),
        tasks=(
            task("STNMT", "STP STC", 30, "hướng dẫn thống nhất trình tự xử lý từng nhóm trường hợp, bảo đảm quyền lợi của người dân đã nộp tiền"),
            task("TTR", "STNMT", 60, "thanh tra trách nhiệm của Chủ tịch UBND cấp huyện, cấp xã nơi để phát sinh vi phạm mới"),
            task("CAMXUYEN", "THACHHA CANLOC NGHIXUAN", 45, "hoàn thành phân loại hồ sơ, lập danh sách từng trường hợp kèm phương án xử lý"),
        ),
        subjects={"CV": ("kiểm tra, xử lý phản ánh về giao đất trái thẩm quyền tại {d}",)},
    ),
    Matter(
        code="moi-truong-kkt",
        title="công tác bảo vệ môi trường tại khu kinh tế, cụm công nghiệp và làng nghề",
        goal="tăng cường kiểm soát nguồn thải tại khu kinh tế, cụm công nghiệp",
        product="Đề án quan trắc môi trường tự động giai đoạn {y}-{y1}",
        lead="STNMT", partners=("KKTVA", "SCT", "SKHCN", "CA"), districts=("KYANH", "HONGLINH", "LOCHA"),
        section="NL1", chair="pct.kinhte",
        situation=(
            "Trên địa bàn có {14..22} cơ sở thuộc diện lắp đặt thiết bị quan trắc tự động, đến nay {9..16} cơ sở đã kết nối dữ liệu.",
            "Tỷ lệ thu gom rác thải sinh hoạt ở đô thị đạt {84..93}%, ở nông thôn {58..74}%.",
            "Kết quả quan trắc nước biển ven bờ tại {6..12} điểm trong kỳ cơ bản nằm trong giới hạn cho phép.",
        ),
        difficulties=(
            "Hệ thống xử lý nước thải tập trung của một số cụm công nghiệp chưa được đầu tư đồng bộ.",
            "Bãi chôn lấp rác ở {d} đã quá tải, người dân nhiều lần kiến nghị.",
        ),
        tasks=(
            task("STNMT", "KKTVA SKHCN", 30, "công khai danh sách cơ sở chậm kết nối dữ liệu quan trắc và xử lý theo quy định"),
            task("KKTVA", "STNMT", 60, "đôn đốc nhà đầu tư hoàn thành hệ thống thu gom, xử lý nước thải tập trung"),
            task("HONGLINH", "STC", 45, "lập phương án xử lý bãi rác quá tải, trình UBND tỉnh hỗ trợ kinh phí"),
        ),
        subjects={"CV": ("xử lý phản ánh ô nhiễm môi trường tại {d}",)},
    ),
    Matter(
        code="bao-ve-rung",
        title="công tác quản lý, bảo vệ rừng và phòng cháy, chữa cháy rừng",
        goal="bảo vệ rừng, phòng cháy, chữa cháy rừng mùa nắng nóng",
        product="Phương án phòng cháy, chữa cháy rừng năm {y}",
        lead="SNNPTNT", partners=("CA", "BCHQS", "BDBP"), districts=("HUONGKHE", "HUONGSON", "VUQUANG", "NGHIXUAN"),
        section="NL1", chair="pct.kinhte",
        situation=(
            "Toàn tỉnh có {318..327} nghìn ha rừng, độ che phủ đạt {52..53}%; các chủ rừng đã làm {410..690} km đường băng cản lửa.",
            "Trong kỳ xảy ra {3..12} điểm cháy, diện tích thiệt hại {2..19} ha rừng thông, được dập tắt trong ngày.",
            "Kiểm lâm phát hiện {46..118} vụ vi phạm, thu giữ {78..210} m3 gỗ các loại.",
        ),
        difficulties=(
            "Lực lượng bảo vệ rừng của các ban quản lý mỏng, trang thiết bị chữa cháy chủ yếu là dụng cụ thủ công.",
            "Tình trạng khai thác, vận chuyển lâm sản trái phép ở vùng giáp ranh, biên giới còn diễn biến phức tạp.",
        ),
        tasks=(
            task("SNNPTNT", "BCHQS CA", 15, "kiểm tra phương án tại chỗ của từng chủ rừng, tổ chức trực 24/24 giờ khi cấp dự báo cháy rừng từ cấp IV trở lên"),
            task("HUONGKHE", "HUONGSON VUQUANG", 20, "xử lý dứt điểm các tụ điểm chế biến lâm sản trái phép trên địa bàn"),
            task("BDBP", "SNNPTNT", 30, "tăng cường tuần tra, kiểm soát vận chuyển lâm sản qua biên giới"),
        ),
        urgent="về việc chủ động phòng cháy, chữa cháy rừng trong đợt nắng nóng",
    ),
    Matter(
        code="cap-giay-dat",
        title="kết quả cấp giấy chứng nhận quyền sử dụng đất sau chuyển đổi ruộng đất",
        goal="đẩy nhanh đo đạc, cấp giấy chứng nhận quyền sử dụng đất sau chuyển đổi ruộng đất",
        product="Dự án đo đạc, lập hồ sơ địa chính và cấp giấy chứng nhận quyền sử dụng đất",
        lead="STNMT", partners=("STC", "SNNPTNT", "CT"), districts=("DUCTHO", "CANLOC", "THACHHA", "CAMXUYEN"),
        section="NL1", chair="pct.kinhte",
        situation=(
            "Toàn tỉnh đã cấp được {168..214} nghìn giấy chứng nhận đối với đất nông nghiệp, đạt {71..89}% diện tích cần cấp.",
            "Có {92..141} xã hoàn thành đo đạc bản đồ địa chính chính quy; {5..9} huyện vận hành cơ sở dữ liệu đất đai.",
        ),
        difficulties=(
            "Kinh phí đo đạc bố trí chậm; nhân lực văn phòng đăng ký đất đai cấp huyện thiếu so với khối lượng hồ sơ.",
            "Tình trạng tranh chấp ranh giới, sai khác diện tích giữa bản đồ và thực địa còn nhiều.",
        ),
        tasks=(
            task("STNMT", "STC", 30, "phân bổ chỉ tiêu cấp giấy theo từng tháng cho từng huyện, báo cáo tiến độ vào ngày 20 hằng tháng"),
            task("DUCTHO", "CANLOC THACHHA CAMXUYEN", 60, "tăng cường cán bộ cho văn phòng đăng ký đất đai, giải quyết dứt điểm hồ sơ tồn quá hạn"),
        ),
    ),
    Matter(
        code="nuoc-sach",
        title="tình hình cấp nước sạch và an toàn các công trình cấp nước nông thôn",
        goal="nâng cao tỷ lệ hộ dân nông thôn được sử dụng nước sạch",
        product="Kế hoạch cấp nước sạch nông thôn giai đoạn {y}-{y1}",
        lead="SNNPTNT", partners=("SYT", "SXD", "STC"), districts=("LOCHA", "NGHIXUAN", "THACHHA"),
        section="NL1", chair="pct.kinhte",
        situation=(
            "Tỷ lệ hộ dân nông thôn được sử dụng nước hợp vệ sinh đạt {86..94}%, trong đó nước sạch theo quy chuẩn {48..63}%.",
            "Trên địa bàn có {62..84} công trình cấp nước tập trung, {41..58} công trình hoạt động bền vững.",
        ),
        difficulties=(
            "Một số công trình do cấp xã quản lý xuống cấp, ngừng hoạt động, thiếu kinh phí sửa chữa.",
            "Vùng ven biển bị nhiễm mặn vào mùa khô, nguồn nước thô không bảo đảm.",
        ),
        tasks=(
            task("SNNPTNT", "STC", 40, "rà soát từng công trình không hoạt động, đề xuất sửa chữa, chuyển giao hoặc thanh lý"),
            task("SYT", "LOCHA THACHHA", 30, "lấy mẫu kiểm tra chất lượng nước tại các nhà máy, công khai kết quả cho người dân"),
        ),
    ),
    Matter(
        code="dam-go",
        title="việc cấp phép và hoạt động của các nhà máy chế biến dăm gỗ",
        goal="chấn chỉnh việc cấp phép đầu tư nhà máy chế biến dăm gỗ",
        product="Quy định điều kiện đầu tư cơ sở chế biến dăm gỗ xuất khẩu",
        lead="SKHDT", partners=("SCT", "SNNPTNT", "STNMT"), districts=("KYANH", "HUONGKHE", "VUQUANG"),
        section="TM1", chair="pct.kinhte",
        situation=(
            "Trên địa bàn có {11..17} cơ sở chế biến dăm gỗ với tổng công suất {920..1340} nghìn tấn/năm, vượt khả năng cung cấp nguyên liệu của rừng trồng trong tỉnh.",
            "Qua kiểm tra, {3..6} cơ sở do cấp huyện chấp thuận không đúng thẩm quyền.",
        ),
        difficulties=(
            "Nhiều cơ sở tranh mua nguyên liệu non, ảnh hưởng đến chất lượng rừng trồng và kế hoạch trồng rừng gỗ lớn.",
            "Chế tài xử lý đối với cơ sở xây dựng khi chưa có chủ trương đầu tư còn vướng mắc.",
        ),
        tasks=(
            task("SKHDT", "SCT STNMT", 30, "rà soát toàn bộ thủ tục của từng cơ sở, đề xuất đình chỉ các cơ sở không đúng quy hoạch"),
            task("KYANH", "HUONGKHE VUQUANG", 15, "dừng ngay việc chấp thuận cơ sở chế biến dăm gỗ mới; báo cáo giải trình các trường hợp đã chấp thuận"),
        ),
        subjects={"CV": ("chấn chỉnh cấp phép nhà máy dăm gỗ",)},
    ),
)  # fmt: skip
