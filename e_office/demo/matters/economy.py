"""Matters of budget, investment, industry, trade and building."""

# ruff: noqa: E501 - sentences are read, compared and corrected whole
from __future__ import annotations

from e_office.demo.matters.matter import Matter, task

MATTERS: tuple[Matter, ...] = (
    Matter(
        code="giai-ngan",
        title="tiến độ giải ngân vốn đầu tư công năm {y}",
        goal="đẩy nhanh tiến độ thực hiện và giải ngân vốn đầu tư công năm {y}",
        product="Kế hoạch điều chỉnh vốn đầu tư công năm {y}",
        lead="SKHDT", partners=("STC", "KBNN", "SGTVT", "SNNPTNT"), districts=("TPHT", "KYANH", "CANLOC"),
        section="TM1", chair="chutich",
        situation=(
            "Đến hết tháng {m}, toàn tỉnh giải ngân {2140..4380} tỷ đồng, đạt {41..86}% kế hoạch vốn được giao.",
            "Có {14..26} đơn vị giải ngân trên mức bình quân chung; {5..12} đơn vị giải ngân dưới 30%.",
            "Số dự án chậm quyết toán từ các năm trước còn {38..94} dự án.",
        ),
        difficulties=(
            "Vướng mắc chủ yếu ở khâu giải phóng mặt bằng, điều chỉnh thiết kế và năng lực của một số nhà thầu.",
            "Một số chủ đầu tư dồn hồ sơ thanh toán vào cuối năm, gây áp lực cho cơ quan kiểm soát chi.",
        ),
        tasks=(
            task("SKHDT", "STC KBNN", 15, "tham mưu điều chuyển vốn của các dự án giải ngân chậm sang các dự án có khối lượng hoàn thành"),
            task("SGTVT", "KYANH TPHT", 30, "rà soát hợp đồng, xử lý nhà thầu vi phạm tiến độ"),
            task("STC", "KBNN", 45, "đôn đốc quyết toán dự án hoàn thành, công khai danh sách chủ đầu tư vi phạm"),
        ),
        subjects={"BC": ("tình hình thực hiện kế hoạch vốn đầu tư công {m} tháng năm {y}",)},
    ),
    Matter(
        code="du-toan",
        title="dự toán thu, chi ngân sách năm {y1}",
        goal="xây dựng dự toán ngân sách nhà nước năm {y1}",
        product="Phương án phân bổ dự toán ngân sách năm {y1}",
        lead="STC", partners=("CT", "SKHDT", "KBNN", "HDND"), districts=("TPHT", "HONGLINH", "KYANH"),
        section="TM1", chair="chutich",
        situation=(
            "Thu nội địa ước đạt {5120..8350} tỷ đồng, bằng {88..106}% dự toán; thu từ đất đạt {1040..2260} tỷ đồng.",
            "Chi thường xuyên bảo đảm đúng dự toán; đã tiết kiệm 10% chi thường xuyên để tạo nguồn cải cách tiền lương.",
        ),
        difficulties=(
            "Nguồn thu thiếu bền vững, phụ thuộc lớn vào thu tiền sử dụng đất và thu từ Khu kinh tế Vũng Áng.",
            "Nhu cầu kinh phí đề xuất của các đơn vị vượt khả năng cân đối khoảng {18..34}%.",
        ),
        tasks=(
            task("STC", "CT SKHDT", 20, "hoàn thiện phương án phân bổ, báo cáo Ban cán sự đảng UBND tỉnh trước khi trình HĐND tỉnh"),
            task("CT", "STC", 30, "chống thất thu trong lĩnh vực kinh doanh vận tải, xây dựng tư nhân và khoáng sản"),
        ),
        subjects={"CV": ("lập dự toán thu, chi ngân sách năm {y1}",)},
    ),
    Matter(
        code="no-xdcb",
        title="tình hình nợ đọng xây dựng cơ bản",
        goal="xử lý nợ đọng xây dựng cơ bản, không để phát sinh nợ mới",
        product="Kế hoạch trả nợ đọng xây dựng cơ bản giai đoạn {y}-{y1}",
        lead="SKHDT", partners=("STC", "KBNN", "NTM"), districts=("CAMXUYEN", "THACHHA", "DUCTHO"),
        section="TM1", chair="pct.kinhte",
        situation=(
            "Tổng nợ đọng xây dựng cơ bản toàn tỉnh còn {780..1460} tỷ đồng, giảm {4..17}% so với đầu năm; nợ của cấp xã chiếm {38..55}%.",
            "Các địa phương đã bố trí {96..230} tỷ đồng từ tăng thu, tiết kiệm chi để trả nợ.",
        ),
        difficulties=(
            "Một số xã triển khai nhiều công trình khi chưa xác định rõ nguồn vốn, nợ kéo dài qua nhiều năm.",
        ),
        tasks=(
            task("SKHDT", "STC", 30, "thẩm định chặt chẽ nguồn vốn; không trình phê duyệt dự án mới đối với địa phương chưa có lộ trình trả nợ"),
            task("CAMXUYEN", "THACHHA DUCTHO", 60, "xây dựng lộ trình trả nợ của từng xã, báo cáo HĐND cùng cấp"),
        ),
    ),
    Matter(
        code="pci",
        title="kết quả cải thiện môi trường đầu tư kinh doanh, nâng cao chỉ số năng lực cạnh tranh cấp tỉnh",
        goal="cải thiện môi trường đầu tư kinh doanh, nâng cao chỉ số PCI",
        product="Chương trình hành động nâng cao chỉ số năng lực cạnh tranh cấp tỉnh",
        lead="SKHDT", partners=("SNV", "STNMT", "CT", "STTTT"), districts=("TPHT", "KYANH"),
        section="TM1", chair="chutich",
        situation=(
            "Chỉ số năng lực cạnh tranh của tỉnh tăng {2..9} bậc so với năm trước; {6..8}/10 chỉ số thành phần tăng điểm.",
            "Trong kỳ thành lập mới {480..920} doanh nghiệp, {110..260} doanh nghiệp hoạt động trở lại.",
        ),
        difficulties=(
            "Doanh nghiệp còn phản ánh về chi phí không chính thức, thời gian giải quyết thủ tục đất đai và xây dựng.",
        ),
        tasks=(
            task("SKHDT", "SNV STTTT", 30, "tổ chức đối thoại doanh nghiệp định kỳ hằng quý, công khai kết quả giải quyết từng kiến nghị"),
            task("STNMT", "SXD", 45, "cắt giảm tối thiểu 30% thời gian giải quyết thủ tục giao đất, cho thuê đất"),
        ),
        subjects={"GM": ("hội nghị đối thoại với doanh nghiệp quý {1..4} năm {y}",)},
    ),
    Matter(
        code="cum-cong-nghiep",
        title="tình hình đầu tư hạ tầng và thu hút dự án vào các cụm công nghiệp",
        goal="tháo gỡ khó khăn trong đầu tư hạ tầng các cụm công nghiệp",
        product="Chính sách hỗ trợ đầu tư hạ tầng cụm công nghiệp",
        lead="SCT", partners=("SKHDT", "STC", "SXD"), districts=("HONGLINH", "THACHHA", "CAMXUYEN", "DUCTHO"),
        section="CN1", chair="pct.kinhte",
        situation=(
            "Toàn tỉnh đã thành lập {18..24} cụm công nghiệp, tỷ lệ lấp đầy bình quân {54..78}%, tạo việc làm cho {6..11} nghìn lao động.",
            "Ngân sách đã hỗ trợ {86..190} tỷ đồng cho đường trục, cấp điện và xử lý nước thải.",
        ),
        difficulties=(
            "Khó thu hút doanh nghiệp làm chủ đầu tư hạ tầng; giá thuê đất sau đầu tư cao so với mặt bằng chung.",
        ),
        tasks=(
            task("SCT", "SKHDT STC", 30, "rà soát quy hoạch, đề xuất đưa ra khỏi quy hoạch các cụm không khả thi"),
            task("HONGLINH", "SXD", 60, "hoàn thành hệ thống xử lý nước thải tập trung của Cụm công nghiệp Nam Hồng"),
        ),
    ),
    Matter(
        code="hang-gia",
        title="công tác chống buôn lậu, gian lận thương mại và hàng giả",
        goal="đấu tranh chống buôn lậu, gian lận thương mại và hàng giả dịp cuối năm",
        product="Kế hoạch cao điểm chống buôn lậu, gian lận thương mại và hàng giả",
        lead="SCT", partners=("CA", "BDBP", "CT", "SYT"), districts=("HUONGSON", "TPHT", "KYANH"),
        section="TM1", chair="pct.noichinh",
        situation=(
            "Các lực lượng chức năng kiểm tra {640..1280} vụ, xử lý {390..860} vụ, thu nộp ngân sách {14..39} tỷ đồng.",
            "Hàng hóa vi phạm chủ yếu là pháo nổ, đường cát, thuốc lá, gỗ và mỹ phẩm không rõ nguồn gốc.",
        ),
        difficulties=(
            "Trên tuyến Quốc lộ 8A, đối tượng xé lẻ hàng hóa, dùng xe khách và xe máy vận chuyển qua đường mòn.",
        ),
        tasks=(
            task("SCT", "CA CT", 20, "kiểm tra chuyên đề các kho hàng, bến bãi; công khai kết quả xử lý"),
            task("HUONGSON", "BDBP", 30, "phối hợp chốt chặn các đường mòn qua biên giới trong dịp cao điểm"),
        ),
    ),
    Matter(
        code="cau-treo",
        title="hoạt động của Khu kinh tế cửa khẩu quốc tế Cầu Treo",
        goal="tháo gỡ khó khăn cho hoạt động xuất nhập khẩu qua Cửa khẩu quốc tế Cầu Treo",
        product="Đề án phát triển Khu kinh tế cửa khẩu quốc tế Cầu Treo",
        lead="KKTCT", partners=("SCT", "BDBP", "SNGV", "SGTVT"), districts=("HUONGSON",),
        section="TM1", chair="pct.kinhte",
        situation=(
            "Kim ngạch xuất nhập khẩu qua cửa khẩu đạt {118..264} triệu USD; lượng phương tiện xuất nhập cảnh {210..390} lượt/ngày.",
            "Đã thu hút {24..41} dự án đầu tư trong nước với tổng vốn đăng ký {1260..2840} tỷ đồng.",
        ),
        difficulties=(
            "Quốc lộ 8A đoạn qua đèo Keo Nưa thường xuyên sạt lở mùa mưa, ảnh hưởng đến thông quan.",
        ),
        tasks=(
            task("KKTCT", "SCT", 30, "rà soát các dự án chậm triển khai, kiến nghị thu hồi"),
            task("SGTVT", "HUONGSON", 20, "khắc phục ngay các điểm sạt lở trên Quốc lộ 8A, bảo đảm giao thông thông suốt"),
        ),
        subjects={"CV": ("tổ chức hội đàm với tỉnh Bô-ly-khăm-xay về hợp tác cửa khẩu",)},
    ),
    Matter(
        code="giao-thong",
        title="tình hình bảo đảm trật tự an toàn giao thông",
        goal="bảo đảm trật tự an toàn giao thông, xử lý xe quá tải",
        product="Kế hoạch bảo đảm trật tự an toàn giao thông năm {y}",
        lead="SGTVT", partners=("CA", "SXD", "SYT"), districts=("KYANH", "CANLOC", "CAMXUYEN"),
        section="CN1", chair="pct.noichinh",
        situation=(
            "Trong kỳ xảy ra {14..32} vụ tai nạn giao thông, làm {6..15} người chết, {9..28} người bị thương; giảm cả số vụ và số người chết so với cùng kỳ.",
            "Lực lượng chức năng xử lý {1840..3960} trường hợp vi phạm, trong đó {96..240} xe chở quá tải trọng.",
        ),
        difficulties=(
            "Một số điểm đen trên Quốc lộ 1 đoạn qua {d} chưa được xử lý; hành lang an toàn đường bộ bị tái lấn chiếm.",
        ),
        tasks=(
            task("SGTVT", "CA", 20, "hoàn thành xử lý các điểm đen, điểm tiềm ẩn tai nạn giao thông"),
            task("CA", "SGTVT", 30, "duy trì trạm kiểm soát tải trọng lưu động, xử lý nghiêm chủ mỏ xếp hàng quá tải"),
        ),
        urgent="về việc bảo đảm an toàn giao thông trên các tuyến bị ngập, sạt lở",
    ),
    Matter(
        code="quy-hoach-do-thi",
        title="tiến độ lập, điều chỉnh quy hoạch chung các đô thị",
        goal="nâng cao chất lượng công tác quy hoạch và quản lý trật tự xây dựng",
        product="Đồ án điều chỉnh quy hoạch chung thành phố Hà Tĩnh và vùng phụ cận",
        lead="SXD", partners=("SGTVT", "STNMT", "SKHDT"), districts=("TPHT", "THACHHA", "HONGLINH"),
        section="CN1", chair="pct.kinhte",
        situation=(
            "Toàn tỉnh có {16..21} đô thị; tỷ lệ phủ kín quy hoạch phân khu đạt {44..68}%.",
            "Thanh tra xây dựng lập biên bản {38..97} trường hợp xây dựng sai phép, không phép; cưỡng chế {7..24} trường hợp.",
        ),
        difficulties=(
            "Chất lượng một số đồ án thấp, phải điều chỉnh nhiều lần; việc cắm mốc giới theo quy hoạch chậm.",
        ),
        tasks=(
            task("SXD", "TPHT", 45, "hoàn chỉnh hồ sơ đồ án theo ý kiến các thành viên, trình UBND tỉnh phê duyệt"),
            task("TPHT", "SXD STNMT", 30, "công bố công khai quy hoạch, cắm mốc giới và quản lý hiện trạng trong vùng quy hoạch"),
        ),
        subjects={"QĐ": ("về việc phê duyệt nhiệm vụ quy hoạch chi tiết khu dân cư đô thị tại {d}",)},
    ),
)  # fmt: skip
