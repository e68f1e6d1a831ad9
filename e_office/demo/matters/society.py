"""Matters of schools, health, work, culture and care."""

# ruff: noqa: E501 - sentences are read, compared and corrected whole
from __future__ import annotations

from e_office.demo.matters.matter import Matter, task

MATTERS: tuple[Matter, ...] = (
    Matter(
        code="ho-ngheo",
        title="kết quả rà soát hộ nghèo và hỗ trợ hộ nghèo về nhà ở",
        goal="hỗ trợ hộ nghèo làm nhà ở, bảo đảm đúng đối tượng",
        product="Đề án hỗ trợ nhà ở cho hộ nghèo vùng thường xuyên ngập lụt",
        lead="SLDTBXH", partners=("SXD", "STC", "MTTQ", "NHNN"), districts=("HUONGKHE", "VUQUANG", "KYANH", "LOCHA"),
        section="VX1", chair="pct.vanxa",
        situation=(
            "Tỷ lệ hộ nghèo toàn tỉnh còn {4..9}%, giảm {1..3} điểm phần trăm so với năm trước; hộ cận nghèo {6..12}%.",
            "Đã hoàn thành {820..1640} nhà ở cho hộ nghèo, giải ngân {24..61} tỷ đồng vốn vay ưu đãi.",
        ),
        difficulties=(
            "Số liệu hộ nghèo giữa các báo cáo của cùng một địa phương chưa thống nhất; có nơi bình xét còn nể nang.",
            "Mức hỗ trợ thấp so với giá vật liệu, nhiều hộ không có khả năng đối ứng.",
        ),
        tasks=(
            task("SLDTBXH", "MTTQ", 30, "phúc tra kết quả rà soát tại {8..20} xã, công khai danh sách ở thôn, xóm"),
            task("SXD", "STC", 20, "công bố mẫu nhà chống lũ, hướng dẫn thanh toán theo tiến độ"),
        ),
        subjects={"CV": ("tỷ lệ hộ nghèo, hỗ trợ hộ nghèo làm nhà ở",)},
    ),
    Matter(
        code="dao-tao-nghe",
        title="công tác đào tạo nghề, giải quyết việc làm cho lao động vùng thu hồi đất",
        goal="đào tạo nghề, giải quyết việc làm cho lao động vùng thu hồi đất",
        product="Đề án đào tạo nghề cho lao động phục vụ Khu kinh tế Vũng Áng",
        lead="SLDTBXH", partners=("KKTVA", "STC", "SGDDT"), districts=("KYANH", "CAMXUYEN"),
        section="VX1", chair="pct.vanxa",
        situation=(
            "Trong kỳ đã tuyển sinh {3140..6280} học viên, giải quyết việc làm cho {14..23} nghìn lượt lao động, xuất khẩu lao động {2..5} nghìn người.",
            "Các doanh nghiệp trong Khu kinh tế đăng ký tuyển {1240..3600} lao động qua đào tạo.",
        ),
        difficulties=("Nghề đào tạo ở một số cơ sở chưa gắn với nhu cầu tuyển dụng; tỷ lệ có việc làm sau học nghề thấp.",),
        tasks=(
            task("SLDTBXH", "KKTVA", 30, "tổng hợp nhu cầu lao động theo từng nghề, đặt hàng các trường đào tạo"),
            task("KYANH", "SLDTBXH", 45, "lập danh sách lao động từng hộ bị thu hồi đất, tư vấn học nghề và vay vốn"),
        ),
    ),
    Matter(
        code="truong-hoc",
        title="việc sắp xếp mạng lưới trường học và xây dựng trường đạt chuẩn quốc gia",
        goal="sắp xếp mạng lưới trường, lớp học",
        product="Quy hoạch mạng lưới trường mầm non, phổ thông",
        lead="SGDDT", partners=("SNV", "STC", "SXD"), districts=("DUCTHO", "CANLOC", "HUONGSON", "THACHHA"),
        section="VX1", chair="pct.vanxa",
        situation=(
            "Toàn tỉnh có {640..712} trường; {410..520} trường đạt chuẩn quốc gia, bằng {62..76}%.",
            "Thừa {120..340} giáo viên trung học cơ sở nhưng thiếu {380..910} giáo viên mầm non.",
        ),
        difficulties=("Sáp nhập trường ở miền núi làm tăng quãng đường đi học; một bộ phận phụ huynh chưa đồng thuận.",),
        tasks=(
            task("SGDDT", "SNV", 30, "tham mưu điều động giáo viên dôi dư giữa các huyện, các bậc học"),
            task("STC", "SGDDT", 45, "cân đối vốn xây dựng phòng học thay thế phòng học tạm"),
        ),
    ),
    Matter(
        code="ky-thi",
        title="công tác chuẩn bị kỳ thi tốt nghiệp trung học phổ thông",
        goal="chuẩn bị và tổ chức kỳ thi tốt nghiệp trung học phổ thông an toàn, nghiêm túc",
        product="Kế hoạch tổ chức kỳ thi tốt nghiệp trung học phổ thông năm {y}",
        lead="SGDDT", partners=("CA", "SYT", "SGTVT", "PTTH"), districts=("TPHT", "CANLOC", "HUONGKHE"),
        section="VX1", chair="pct.vanxa",
        situation=(
            "Dự kiến có {15..19} nghìn thí sinh tại {31..42} điểm thi, huy động trên {2..3} nghìn cán bộ, giáo viên coi thi.",
            "Đã kiểm tra cơ sở vật chất, nguồn điện dự phòng tại tất cả các điểm thi.",
        ),
        difficulties=("Một số điểm thi ở vùng dễ ngập, cần phương án đưa đón thí sinh khi mưa lớn.",),
        tasks=(
            task("SGDDT", "CA SYT", 15, "tập huấn nghiệp vụ coi thi, bảo mật đề thi tuyệt đối"),
            task("CA", "SGTVT", 15, "phân luồng giao thông, bảo đảm an ninh tại các điểm thi"),
        ),
    ),
    Matter(
        code="dich-benh",
        title="tình hình dịch sốt xuất huyết, sởi và công tác tiêm chủng",
        goal="phòng, chống dịch bệnh mùa hè thu",
        product="Kế hoạch phòng, chống dịch bệnh ở người năm {y}",
        lead="SYT", partners=("SGDDT", "STC", "PTTH"), districts=("LOCHA", "TPHT", "NGHIXUAN"),
        section="VX1", chair="pct.vanxa",
        situation=(
            "Ghi nhận {46..310} ca sốt xuất huyết tại {12..38} xã, không có tử vong; các ổ dịch được xử lý trong 48 giờ.",
            "Tỷ lệ tiêm chủng đầy đủ cho trẻ dưới 1 tuổi đạt {93..98}%.",
        ),
        difficulties=("Nguồn vắc-xin có thời điểm cung ứng không liên tục; ý thức diệt bọ gậy ở khu dân cư chưa cao.",),
        tasks=(
            task("SYT", "LOCHA NGHIXUAN", 7, "giám sát chặt chẽ các ổ dịch cũ, tổ chức phun hóa chất diện rộng"),
            task("SGDDT", "SYT", 10, "vệ sinh trường lớp, thông báo kịp thời ca bệnh trong học sinh"),
        ),
        urgent="về việc khoanh vùng, dập dịch sốt xuất huyết",
    ),
    Matter(
        code="bao-hiem",
        title="tình hình thực hiện bảo hiểm y tế toàn dân và nợ bảo hiểm xã hội",
        goal="mở rộng bảo hiểm y tế toàn dân, thu hồi nợ bảo hiểm xã hội",
        product="Kế hoạch phát triển người tham gia bảo hiểm y tế hộ gia đình",
        lead="BHXH", partners=("SYT", "SLDTBXH", "STC"), districts=("HONGLINH", "CAMXUYEN", "DUCTHO"),
        section="VX1", chair="pct.vanxa",
        situation=(
            "Toàn tỉnh có {1080..1210} nghìn người tham gia bảo hiểm y tế, đạt {86..94}% dân số.",
            "Nợ bảo hiểm xã hội {48..96} tỷ đồng tại {410..720} đơn vị.",
        ),
        difficulties=("Doanh nghiệp xây dựng nợ đọng kéo dài do chậm được thanh toán vốn.",),
        tasks=(
            task("BHXH", "SLDTBXH", 20, "thanh tra chuyên ngành các đơn vị nợ từ 3 tháng trở lên, công khai trên báo, đài"),
            task("SYT", "BHXH", 30, "nâng cao chất lượng khám, chữa bệnh tại tuyến xã để thu hút người dân tham gia"),
        ),
    ),
    Matter(
        code="an-toan-thuc-pham",
        title="công tác bảo đảm an toàn thực phẩm",
        goal="kiểm tra, xử lý vi phạm về an toàn thực phẩm dịp Tết và mùa lễ hội",
        product="Quy chế phối hợp quản lý an toàn thực phẩm",
        lead="SYT", partners=("SNNPTNT", "SCT", "CA"), districts=("TPHT", "CANLOC", "KYANH"),
        section="VX1", chair="pct.vanxa",
        situation=(
            "Các đoàn liên ngành kiểm tra {640..1820} cơ sở, phát hiện {96..310} cơ sở vi phạm, xử phạt {310..840} triệu đồng.",
            "Trong kỳ xảy ra {0..2} vụ ngộ độc thực phẩm quy mô nhỏ.",
        ),
        difficulties=("Lò giết mổ tập trung hoạt động cầm chừng; test nhanh thiếu, kinh phí lấy mẫu hạn chế.",),
        tasks=(
            task("SYT", "SNNPTNT SCT", 20, "thành lập 3 đoàn liên ngành kiểm tra đột xuất bếp ăn tập thể, chợ đầu mối"),
            task("TPHT", "SNNPTNT", 30, "chấm dứt giết mổ gia súc trong khu dân cư nội thành"),
        ),
    ),
    Matter(
        code="di-tich",
        title="công tác quản lý, trùng tu di tích và tổ chức lễ hội",
        goal="chấn chỉnh công tác quản lý di tích và tổ chức lễ hội",
        product="Đề án bảo tồn và phát huy giá trị dân ca ví, giặm",
        lead="SVHTTDL", partners=("STC", "MTTQ", "CA"), districts=("NGHIXUAN", "CANLOC", "CAMXUYEN"),
        section="VX1", chair="pct.vanxa",
        situation=(
            "Toàn tỉnh có {512..560} di tích được xếp hạng, trong đó {72..84} di tích cấp quốc gia; đã tu bổ {14..31} di tích.",
            "Lượng khách đến Khu di tích Nguyễn Du, Ngã ba Đồng Lộc và biển Thiên Cầm đạt {640..1280} nghìn lượt.",
        ),
        difficulties=("Việc đưa hiện vật lạ vào di tích, thu tiền công đức thiếu công khai còn xảy ra.",),
        tasks=(
            task("SVHTTDL", "CA", 20, "kiểm tra việc quản lý tiền công đức, di dời hiện vật không phù hợp"),
            task("NGHIXUAN", "SVHTTDL STC", 60, "hoàn thiện hồ sơ dự án tôn tạo Khu di tích Nguyễn Du"),
        ),
        subjects={"KH": ("tổ chức kỷ niệm ngày truyền thống Ngã ba Đồng Lộc năm {y}",)},
    ),
    Matter(
        code="nguoi-co-cong",
        title="việc giải quyết hồ sơ tồn đọng về chính sách người có công",
        goal="giải quyết hồ sơ tồn đọng về chính sách người có công",
        product="Kế hoạch quà tặng, thăm hỏi người có công dịp Tết và ngày 27 tháng 7",
        lead="SLDTBXH", partners=("BCHQS", "SNV", "TTR"), districts=("THACHHA", "DUCTHO", "HUONGSON"),
        section="VX1", chair="pct.vanxa",
        situation=(
            "Tỉnh đang quản lý hồ sơ của {118..126} nghìn người có công; chi trả hằng tháng {92..118} tỷ đồng cho trên {52..58} nghìn đối tượng.",
            "Đã giải quyết {480..1260} hồ sơ tồn đọng, còn {90..340} hồ sơ vướng mắc về giấy tờ gốc.",
        ),
        difficulties=("Phát hiện {12..60} hồ sơ khai man, phải đình chỉ trợ cấp và thu hồi.",),
        tasks=(
            task("SLDTBXH", "BCHQS", 45, "hoàn thành thẩm tra các hồ sơ còn lại, trả lời bằng văn bản cho từng trường hợp"),
            task("TTR", "SLDTBXH", 60, "thanh tra việc chi trả trợ cấp tại các huyện có nhiều đơn thư"),
        ),
    ),
)  # fmt: skip
