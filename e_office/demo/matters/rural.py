"""Matters of agriculture, the countryside, the sea and storms."""

# ruff: noqa: E501 - sentences are read, compared and corrected whole
from __future__ import annotations

from e_office.demo.matters.matter import Matter, task

MATTERS: tuple[Matter, ...] = (
    Matter(
        code="nong-thon-moi",
        title="tiến độ thực hiện Chương trình mục tiêu quốc gia xây dựng nông thôn mới",
        goal="đẩy nhanh tiến độ xây dựng nông thôn mới",
        product="Bộ tiêu chí khu dân cư nông thôn mới kiểu mẫu",
        lead="NTM", partners=("SNNPTNT", "SXD", "STC", "MTTQ"), districts=("NGHIXUAN", "DUCTHO", "CANLOC", "CAMXUYEN"),
        section="NL1", chair="pct.kinhte",
        situation=(
            "Bình quân toàn tỉnh đạt {14..18} tiêu chí/xã; {38..96} xã đạt chuẩn, {6..21} xã đăng ký về đích trong năm.",
            "Huy động trên {1480..2960} tỷ đồng, trong đó nhân dân đóng góp {310..640} tỷ đồng và hiến {42..118} ha đất làm đường.",
            "Đã nghiệm thu {120..340} mô hình sản xuất có doanh thu trên 500 triệu đồng/năm.",
        ),
        difficulties=(
            "Tiêu chí môi trường, thu nhập và cơ sở vật chất văn hóa đạt thấp ở các xã miền núi.",
            "Một số xã có biểu hiện chạy theo thành tích, huy động sức dân quá mức, phát sinh nợ đọng.",
        ),
        tasks=(
            task("NTM", "SXD SNNPTNT", 30, "rà soát quy hoạch các xã đăng ký về đích, chỉnh sửa những nội dung không còn phù hợp"),
            task("NGHIXUAN", "DUCTHO CANLOC", 45, "chỉ đạo các xã hoàn thành hồ sơ thẩm định, không huy động đóng góp ngoài quy định"),
            task("STC", "NTM", 20, "thẩm định, cấp hỗ trợ xi măng đợt {2..4} cho các xã có khối lượng hoàn thành"),
        ),
        subjects={
            "GM": ("họp Ban Chỉ đạo xây dựng nông thôn mới tháng {m}/{y}",),
            "TB": ("cuộc họp về tiến độ quy hoạch nông thôn mới",),
        },
    ),
    Matter(
        code="dich-gia-suc",
        title="tình hình dịch bệnh gia súc, gia cầm và công tác phòng, chống",
        goal="phòng, chống dịch bệnh gia súc, gia cầm vụ đông xuân",
        product="Kế hoạch phòng, chống dịch bệnh động vật năm {y1}",
        lead="SNNPTNT", partners=("STC", "SCT", "CA", "PTTH"), districts=("CAMXUYEN", "THACHHA", "HUONGKHE", "LOCHA"),
        section="NL1", chair="pct.kinhte",
        situation=(
            "Dịch lở mồm long móng xảy ra tại {2..7} xã thuộc {1..4} huyện, {48..190} con gia súc mắc bệnh; đã khoanh vùng, tiêu độc khử trùng.",
            "Tỷ lệ tiêm phòng đợt {1..2} năm {y} đạt {72..91}% đối với trâu bò, {64..83}% đối với lợn.",
        ),
        difficulties=(
            "Chăn nuôi nhỏ lẻ, giết mổ phân tán khó kiểm soát; thú y cơ sở nhiều nơi còn trống.",
        ),
        tasks=(
            task("SNNPTNT", "STC", 7, "cấp đủ vắc-xin, hóa chất cho các xã vùng dịch; báo cáo tình hình dịch bệnh trước 16 giờ hằng ngày"),
            task("CA", "SCT", 10, "lập chốt kiểm soát vận chuyển gia súc ra vào vùng dịch"),
            task("CAMXUYEN", "THACHHA", 14, "hoàn thành tiêm phòng bao vây, hỗ trợ kịp thời cho hộ có gia súc bị tiêu hủy"),
        ),
        subjects={"GM": ("hội nghị trực tuyến triển khai phòng, chống dịch bệnh gia súc, gia cầm",)},
        urgent="về việc tập trung khống chế dịch lở mồm long móng gia súc",
    ),
    Matter(
        code="ho-dap",
        title="an toàn hồ đập thủy lợi trước mùa mưa lũ",
        goal="bảo đảm an toàn hồ đập thủy lợi trong mùa mưa lũ",
        product="Phương án bảo đảm an toàn các hồ chứa nước năm {y}",
        lead="SNNPTNT", partners=("SKHDT", "STC", "BCHQS"), districts=("KYANH", "HUONGKHE", "THACHHA", "CAMXUYEN"),
        section="NL1", chair="pct.kinhte",
        situation=(
            "Toàn tỉnh có {342..351} hồ chứa; các hồ lớn tích {58..96}% dung tích thiết kế. Qua kiểm tra có {24..52} hồ nhỏ xung yếu cần hạn chế tích nước.",
            "Đã sửa chữa, nâng cấp {9..23} hồ từ nguồn vốn dự án và ngân sách tỉnh.",
        ),
        difficulties=(
            "Nhiều hồ do cấp xã quản lý không có quy trình vận hành, không có thiết bị quan trắc.",
        ),
        tasks=(
            task("SNNPTNT", "KYANH HUONGKHE", 20, "kiểm tra từng hồ xung yếu, ban hành mực nước tích tối đa và phân công người trực"),
            task("STC", "SNNPTNT", 15, "bố trí kinh phí xử lý cấp bách các hồ hư hỏng"),
        ),
        urgent="về việc vận hành điều tiết xả lũ các hồ chứa",
    ),
    Matter(
        code="bao-lu",
        title="công tác phòng, chống thiên tai và tìm kiếm cứu nạn",
        goal="ứng phó với bão, mưa lũ, sạt lở đất",
        product="Phương án ứng phó với bão mạnh, lũ lớn trên địa bàn tỉnh",
        lead="SNNPTNT", partners=("BCHQS", "BDBP", "CA", "PTTH", "SGTVT"), districts=("KYANH", "NGHIXUAN", "LOCHA", "HUONGKHE"),
        section="NL1", chair="chutich",
        situation=(
            "Đã kêu gọi {3120..3980} tàu thuyền với trên {10..14} nghìn lao động vào nơi trú tránh an toàn.",
            "Các địa phương đã rà soát phương án sơ tán {8..19} nghìn hộ ở vùng ven biển, cửa sông, vùng nguy cơ lũ quét.",
            "Ước thiệt hại đợt mưa lũ khoảng {38..240} tỷ đồng; {140..860} ha lúa, hoa màu bị ngập.",
        ),
        difficulties=(
            "Thông tin liên lạc tới một số thôn, bản vùng sâu bị gián đoạn; nhiều tuyến đường bị chia cắt.",
        ),
        tasks=(
            task("BCHQS", "CA BDBP", 3, "bố trí lực lượng, phương tiện tại các địa bàn xung yếu, sẵn sàng cứu hộ, cứu nạn"),
            task("SNNPTNT", "KYANH NGHIXUAN LOCHA HUONGKHE", 5, "tổng hợp thiệt hại, đề xuất hỗ trợ giống cây trồng, hóa chất tiêu độc"),
            task("SGTVT", "", 3, "khắc phục các điểm sạt lở, bảo đảm giao thông bước một"),
        ),
        subjects={"GM": ("họp khẩn triển khai ứng phó với bão, mưa lũ",), "CV": ("khắc phục hậu quả mưa lũ, ổn định đời sống nhân dân tại {d}",)},
        urgent="về việc tập trung ứng phó bão, lũ",
    ),
    Matter(
        code="buoi-phuc-trach",
        title="tình hình phát triển cây ăn quả có múi và bảo vệ nhãn hiệu bưởi Phúc Trạch",
        goal="phát triển vùng cây ăn quả có múi gắn với bảo vệ chỉ dẫn địa lý",
        product="Đề án phát triển cây ăn quả có múi giai đoạn {y}-{y1}",
        lead="SNNPTNT", partners=("SKHCN", "SCT", "STC"), districts=("HUONGKHE", "VUQUANG", "HUONGSON"),
        section="NL1", chair="pct.kinhte",
        situation=(
            "Diện tích cam, bưởi toàn tỉnh đạt {8..11} nghìn ha, sản lượng {64..98} nghìn tấn; giá trị thu nhập bình quân {180..320} triệu đồng/ha.",
            "Đã cấp quyền sử dụng chỉ dẫn địa lý cho {62..140} hộ và tổ hợp tác.",
        ),
        difficulties=(
            "Sâu bệnh gây rụng quả non; tình trạng trà trộn bưởi nơi khác vào vùng chỉ dẫn địa lý vẫn còn.",
        ),
        tasks=(
            task("SKHCN", "HUONGKHE", 40, "triển khai tem truy xuất nguồn gốc cho toàn bộ vườn được cấp quyền sử dụng"),
            task("SNNPTNT", "VUQUANG HUONGSON", 60, "xây dựng quy trình thâm canh, quản lý sâu bệnh tổng hợp, tập huấn cho nông dân"),
        ),
    ),
    Matter(
        code="nuoi-tom",
        title="tình hình nuôi tôm trên cát và nuôi trồng thủy sản ven biển",
        goal="phát triển nuôi tôm trên cát bền vững, kiểm soát xả thải",
        product="Quy hoạch chi tiết vùng nuôi tôm trên cát ven biển",
        lead="SNNPTNT", partners=("STNMT", "SKHDT"), districts=("KYANH", "NGHIXUAN", "CAMXUYEN", "THACHHA"),
        section="NL1", chair="pct.kinhte",
        situation=(
            "Diện tích nuôi tôm trên cát đạt {310..520} ha, năng suất bình quân {12..19} tấn/ha/vụ.",
            "Có {14..29} cơ sở chưa có hồ sơ môi trường được phê duyệt.",
        ),
        difficulties=("Nguồn giống bố mẹ phụ thuộc ngoại tỉnh; bệnh hoại tử gan tụy xảy ra trên {18..64} ha.",),
        tasks=(
            task("SNNPTNT", "STNMT", 30, "kiểm tra điều kiện môi trường của từng cơ sở nuôi, đình chỉ cơ sở xả thải trực tiếp ra biển"),
            task("NGHIXUAN", "KYANH CAMXUYEN THACHHA", 45, "rà soát hợp đồng thuê đất nuôi trồng thủy sản, thu hồi diện tích bỏ hoang"),
        ),
    ),
    Matter(
        code="tau-ca",
        title="việc quản lý tàu cá và chống khai thác hải sản bất hợp pháp",
        goal="quản lý tàu cá, chống khai thác hải sản bất hợp pháp",
        product="Kế hoạch phát triển khai thác hải sản xa bờ",
        lead="SNNPTNT", partners=("BDBP", "NHNN", "SKHDT"), districts=("LOCHA", "NGHIXUAN", "KYANH"),
        section="NL1", chair="pct.kinhte",
        situation=(
            "Toàn tỉnh có {3680..4120} tàu cá, trong đó {86..160} tàu công suất lớn khai thác xa bờ; {71..96}% tàu thuộc diện bắt buộc đã lắp thiết bị giám sát hành trình.",
            "Sản lượng khai thác đạt {19..34} nghìn tấn.",
        ),
        difficulties=("Luồng vào cảng cá Xuân Hội, Thạch Kim bị bồi lắng, tàu lớn khó ra vào.",),
        tasks=(
            task("SNNPTNT", "BDBP", 20, "hoàn thành đánh dấu tàu cá, cập nhật dữ liệu vào phần mềm quốc gia"),
            task("NHNN", "SNNPTNT", 45, "hướng dẫn các ngân hàng thương mại tháo gỡ vướng mắc trong cho vay đóng tàu"),
        ),
    ),
    Matter(
        code="gieo-cay",
        title="kết quả sản xuất vụ hè thu và triển khai vụ đông xuân",
        goal="chỉ đạo sản xuất vụ đông xuân đúng khung lịch thời vụ",
        product="Đề án sản xuất vụ đông xuân",
        lead="SNNPTNT", partners=("STC", "SCT"), districts=("CANLOC", "THACHHA", "DUCTHO", "CAMXUYEN"),
        section="NL1", chair="pct.kinhte",
        situation=(
            "Toàn tỉnh gieo cấy {56..60} nghìn ha lúa, năng suất bình quân {48..56} tạ/ha; sản lượng {270..330} nghìn tấn.",
            "Cơ cấu giống ngắn ngày, chất lượng chiếm {62..84}% diện tích; đã liên kết tiêu thụ {2..7} nghìn ha.",
        ),
        difficulties=("Giá vật tư tăng, bệnh đạo ôn gây hại cục bộ; một số nơi nông dân bỏ ruộng.",),
        tasks=(
            task("SNNPTNT", "CANLOC THACHHA", 15, "ban hành lịch thời vụ, cơ cấu giống; kiểm tra chất lượng giống tại các đại lý"),
            task("DUCTHO", "CAMXUYEN", 20, "ra quân làm thủy lợi nội đồng, diệt chuột, cày lật gốc rạ"),
        ),
    ),
)  # fmt: skip
