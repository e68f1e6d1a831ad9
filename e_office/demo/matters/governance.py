"""Matters of how the administration itself works: reform, discipline, complaints, information technology."""

# ruff: noqa: E501 - sentences are read, compared and corrected whole
from __future__ import annotations

from e_office.demo.matters.matter import Matter, task

MATTERS: tuple[Matter, ...] = (
    Matter(
        code="van-ban-dien-tu",
        title="tình hình gửi, nhận văn bản điện tử giữa các cơ quan nhà nước",
        goal="tăng cường sử dụng văn bản điện tử, hạn chế văn bản giấy",
        product="Quy chế gửi, nhận văn bản điện tử trong các cơ quan nhà nước",
        lead="STTTT", partners=("SNV", "STC", "CBTH"), districts=("TPHT", "KYANH", "HONGLINH"),
        section="TH1", chair="pct.vanxa",
        situation=(
            "Đến hết tháng {m}, các sở, ngành gửi hoàn toàn bằng điện tử {38..59}% số văn bản; còn {21..36}% gửi song song giấy và điện tử.",
            "{84..100}% cơ quan đã kết nối hệ thống quản lý văn bản; {61..92}% cán bộ, công chức sử dụng hộp thư công vụ hằng ngày.",
        ),
        difficulties=(
            "Tâm lý tin vào con dấu đỏ, chữ ký tươi còn phổ biến; nhiều báo cáo, tờ trình vẫn gửi kèm bản giấy theo quy định.",
            "Một số xã miền núi đường truyền chưa ổn định.",
        ),
        tasks=(
            task("STTTT", "SNV", 30, "công khai hằng tháng tỷ lệ văn bản điện tử của từng đơn vị, đưa vào tiêu chí thi đua"),
            task("VP", "STTTT", 15, "dừng phát hành bản giấy đối với giấy mời, tài liệu họp và thông báo kết luận"),
            task("STC", "STTTT", 45, "bố trí kinh phí trang bị máy quét, chữ ký số cho các đơn vị còn thiếu"),
        ),
        proposals=(("Đề nghị gửi báo cáo tháng hoàn toàn bằng điện tử", "đồng ý; Văn phòng UBND tỉnh có văn bản hướng dẫn"),),
    ),
    Matter(
        code="cai-cach",
        title="kết quả thực hiện cải cách hành chính",
        goal="đẩy mạnh cải cách hành chính, cải cách chế độ công vụ",
        product="Kế hoạch cải cách hành chính năm {y1}",
        lead="SNV", partners=("STP", "STTTT", "SKHCN"), districts=("TPHT", "DUCTHO", "CAMXUYEN"),
        section="NC1", chair="pct.noichinh",
        situation=(
            "Đã rà soát {1240..1880} thủ tục hành chính, đơn giản hóa {96..310} thủ tục; tỷ lệ hồ sơ giải quyết đúng hạn đạt {91..99}%.",
            "Trung tâm hành chính công cấp tỉnh và {9..13} bộ phận một cửa cấp huyện đã vận hành phần mềm điện tử.",
            "Kiểm tra công vụ {24..61} cơ quan, chấn chỉnh {38..110} trường hợp vi phạm giờ giấc làm việc.",
        ),
        difficulties=("Còn hiện tượng yêu cầu thêm giấy tờ ngoài quy định; một số sở chưa công khai thủ tục đã sửa đổi.",),
        tasks=(
            task("SNV", "STTTT", 30, "chấm điểm, xếp hạng chỉ số cải cách hành chính của từng đơn vị, báo cáo UBND tỉnh"),
            task("STP", "SNV", 20, "cập nhật, trình công bố các thủ tục hành chính sửa đổi, bổ sung"),
        ),
    ),
    Matter(
        code="doi-moi-phuong-thuc",
        title="tình hình thực hiện Đề án đổi mới phương thức hoạt động của các sở, ban, ngành, UBND cấp huyện",
        goal="thực hiện Đề án đổi mới phương thức hoạt động của các sở, ban, ngành, UBND cấp huyện",
        product="Đề án đổi mới phương thức chỉ đạo, điều hành của UBND cấp huyện",
        lead="SNV", partners=("VP", "STP", "STTTT"), districts=("KYANH", "CANLOC", "HUONGSON"),
        section="TH1", chair="chutich",
        situation=(
            "{16..18}/18 sở, cơ quan chuyên môn và {9..12}/12 huyện, thành phố, thị xã đã sửa đổi quy chế làm việc.",
            "Số cuộc họp do UBND tỉnh triệu tập giảm {12..31}% so với cùng kỳ; {78..96}% cuộc họp có tài liệu gửi trước ít nhất 01 ngày.",
            "Giấy mời và tài liệu họp được gửi bằng bản điện tử; tiết kiệm ước tính {180..420} triệu đồng chi phí in ấn, bưu chính.",
        ),
        difficulties=("Vẫn còn đơn vị cử người đi họp thay không đúng thành phần, gửi báo cáo chậm.",),
        tasks=(
            task("SNV", "VP", 30, "tổng hợp, báo cáo UBND tỉnh 6 tháng một lần kết quả thực hiện Đề án"),
            task("VP", "SNV", 15, "thống kê việc dự họp, gửi tài liệu họp của từng đơn vị, thông báo công khai hằng quý"),
        ),
        subjects={"TTr": ("về việc phê duyệt Đề án đổi mới phương thức hoạt động của các sở, ban, ngành, UBND cấp huyện",)},
    ),
    Matter(
        code="quy-che",
        title="việc sửa đổi, bổ sung Quy chế làm việc của UBND tỉnh",
        goal="thực hiện nghiêm Quy chế làm việc, xiết chặt kỷ luật, kỷ cương hành chính",
        product="Quy chế làm việc của UBND tỉnh nhiệm kỳ {term}",
        lead="VP", partners=("SNV", "STP"), districts=("TPHT",),
        section="TH1", chair="chutich",
        situation=(
            "Dự thảo gồm {6..9} chương, {38..52} điều; đã tiếp thu {24..61} ý kiến góp ý của các sở, ngành, địa phương.",
            "Bổ sung quy định về giấy mời, tài liệu họp điện tử và trách nhiệm của người được ủy quyền dự họp.",
        ),
        difficulties=("Còn ý kiến khác nhau về phân cấp ký văn bản cho cấp phó và Chánh Văn phòng.",),
        tasks=(
            task("VP", "SNV STP", 20, "tiếp thu ý kiến thành viên UBND tỉnh, hoàn chỉnh dự thảo trình ký ban hành"),
            task("SNV", "VP", 45, "kiểm tra việc xây dựng quy chế làm việc của các đơn vị"),
        ),
    ),
    Matter(
        code="khieu-nai",
        title="công tác tiếp công dân, giải quyết khiếu nại, tố cáo tồn đọng, kéo dài",
        goal="giải quyết dứt điểm các vụ việc khiếu nại, tố cáo tồn đọng, kéo dài",
        product="Kế hoạch giải quyết khiếu nại, tố cáo đông người, phức tạp",
        lead="TTR", partners=("STNMT", "STP", "CA"), districts=("KYANH", "THACHHA", "CANLOC", "LOCHA"),
        section="NC1", chair="pct.noichinh",
        situation=(
            "Các cấp đã tiếp {2840..4960} lượt công dân, nhận {1960..3420} đơn thư; giải quyết {82..94}% vụ việc thuộc thẩm quyền.",
            "Còn {9..24} vụ việc phức tạp, kéo dài, chủ yếu về đất đai, bồi thường giải phóng mặt bằng.",
        ),
        difficulties=("Việc chuyển đơn trùng lặp, thiếu đầu mối theo dõi; một số địa phương né tránh, đùn đẩy.",),
        tasks=(
            task("TTR", "STNMT", 30, "kiểm tra, rà soát từng vụ việc tồn đọng, đề xuất phương án giải quyết cuối cùng"),
            task("THACHHA", "KYANH CANLOC LOCHA", 20, "Chủ tịch UBND huyện trực tiếp đối thoại với công dân, báo cáo kết quả"),
        ),
        subjects={"GM": ("họp rà soát vụ việc khiếu nại, tố cáo tồn đọng, kéo dài",)},
    ),
    Matter(
        code="van-ban-qppl",
        title="công tác xây dựng, kiểm tra văn bản quy phạm pháp luật",
        goal="nâng cao chất lượng xây dựng, kiểm tra văn bản quy phạm pháp luật",
        product="Chương trình xây dựng văn bản quy phạm pháp luật năm {y1}",
        lead="STP", partners=("VP", "HDND"), districts=("CANLOC", "HUONGKHE", "VUQUANG"),
        section="NC1", chair="pct.noichinh",
        situation=(
            "Trong kỳ đã thẩm định {42..96} dự thảo; tự kiểm tra {110..340} văn bản, phát hiện {6..19} văn bản có sai sót về nội dung, {9..14}% sai sót về thể thức.",
            "Các cơ quan đăng ký {18..41} văn bản đưa vào chương trình năm sau.",
        ),
        difficulties=("Một số dự thảo gửi thẩm định gấp, hồ sơ thiếu báo cáo giải trình và ý kiến đối tượng chịu tác động.",),
        tasks=(
            task("STP", "VP", 30, "trả lại ngay hồ sơ không đủ thành phần; công khai danh sách đơn vị chậm tiến độ"),
            task("HUONGKHE", "VUQUANG CANLOC", 45, "xử lý các văn bản trái pháp luật đã được kết luận"),
        ),
    ),
    Matter(
        code="bien-che",
        title="tình hình quản lý, sử dụng biên chế và sắp xếp tổ chức bộ máy",
        goal="sắp xếp tổ chức bộ máy, tinh giản biên chế",
        product="Đề án vị trí việc làm trong các cơ quan hành chính",
        lead="SNV", partners=("STC", "TU"), districts=("HONGLINH", "LOCHA", "NGHIXUAN"),
        section="NC1", chair="pct.noichinh",
        situation=(
            "Biên chế hành chính có mặt {2240..2680} người, thấp hơn chỉ tiêu giao {24..90} người; đã giải quyết {38..160} trường hợp tinh giản.",
            "Giảm {6..18} đầu mối phòng, trung tâm; bố trí kiêm nhiệm {42..130} chức danh cấp xã.",
        ),
        difficulties=("Cơ cấu ngạch công chức chưa hợp lý; một số đơn vị ký hợp đồng lao động vượt quy định.",),
        tasks=(
            task("SNV", "STC", 45, "thẩm định đề án vị trí việc làm của từng cơ quan, trình UBND tỉnh phê duyệt"),
            task("STC", "SNV", 30, "không cấp kinh phí cho số hợp đồng vượt chỉ tiêu"),
        ),
    ),
    Matter(
        code="chuong-trinh",
        title="tình hình thực hiện chương trình công tác của UBND tỉnh",
        goal="nâng cao chất lượng xây dựng và thực hiện chương trình công tác",
        product="Chương trình công tác năm {y1} của UBND tỉnh",
        lead="VP", partners=("SKHDT", "SNV", "TU", "HDND"), districts=("TPHT", "KYANH", "DUCTHO"),
        section="TH1", chair="chutich",
        situation=(
            "Trong kỳ có {28..64} đề án, nội dung phải trình; đã trình {21..52} nội dung, trong đó {4..11} nội dung chậm so với kế hoạch.",
            "Có {3..9} nội dung phát sinh ngoài chương trình do yêu cầu của Trung ương và Tỉnh ủy.",
        ),
        difficulties=("Một số đề án chất lượng thấp, phải xin lùi thời hạn nhiều lần.",),
        tasks=(
            task("VP", "SKHDT", 15, "tổng hợp đăng ký, xây dựng dự thảo chương trình trình Chủ tịch UBND tỉnh quyết định"),
            task("SNV", "VP", 30, "đưa kết quả thực hiện chương trình công tác vào đánh giá, xếp loại người đứng đầu"),
        ),
        subjects={
            "GM": ("họp giao ban Chủ tịch, các Phó Chủ tịch UBND tỉnh tháng {m}", "phiên họp thường kỳ UBND tỉnh tháng {m}/{y}"),
            "CV": ("đăng ký chương trình công tác năm {y1}", "đôn đốc thực hiện ý kiến chỉ đạo của UBND tỉnh", "điều chỉnh chương trình công tác quý sau"),
        },
    ),
    Matter(
        code="kinh-te-xa-hoi",
        title="tình hình kinh tế - xã hội, quốc phòng - an ninh tháng {m} năm {y}",
        goal="thực hiện các nhiệm vụ trọng tâm phát triển kinh tế - xã hội những tháng còn lại năm {y}",
        product="Kế hoạch phát triển kinh tế - xã hội năm {y1}",
        lead="SKHDT", partners=("CTK", "STC", "SNNPTNT", "SCT"), districts=("TPHT", "KYANH", "THACHHA"),
        section="TH1", chair="chutich",
        situation=(
            "Tốc độ tăng trưởng kinh tế ước đạt {7..14}%; chỉ số sản xuất công nghiệp tăng {9..31}%; tổng mức bán lẻ tăng {8..17}% so với cùng kỳ.",
            "Quốc phòng, an ninh được giữ vững; tai nạn giao thông giảm cả ba tiêu chí.",
            "Công tác đối ngoại, xúc tiến đầu tư được quan tâm; đã chấp thuận {9..26} dự án mới.",
        ),
        difficulties=("Sản xuất nông nghiệp chịu ảnh hưởng thời tiết; giá một số nông sản giảm.",),
        tasks=(
            task("SKHDT", "CTK", 15, "theo dõi sát tiến độ từng chỉ tiêu, đề xuất giải pháp đối với chỉ tiêu có nguy cơ không đạt"),
            task("SCT", "SNNPTNT", 30, "tổ chức kết nối tiêu thụ nông sản, bình ổn thị trường"),
        ),
        subjects={"BC": ("kiểm điểm sự chỉ đạo, điều hành năm {y}",)},
    ),
    Matter(
        code="ky-hop",
        title="công tác chuẩn bị nội dung trình kỳ họp HĐND tỉnh",
        goal="chuẩn bị nội dung, trả lời kiến nghị cử tri trước kỳ họp HĐND tỉnh",
        product="Danh mục báo cáo, tờ trình, dự thảo nghị quyết trình kỳ họp HĐND tỉnh",
        lead="VP", partners=("HDND", "STP", "STC", "SKHDT"), districts=("HUONGSON", "CAMXUYEN", "NGHIXUAN"),
        section="TH1", chair="pct.noichinh",
        situation=(
            "Có {18..34} báo cáo, {9..17} tờ trình kèm dự thảo nghị quyết; đến nay {11..28} nội dung đã hoàn thành thẩm định.",
            "Tổng hợp {96..240} kiến nghị của cử tri, đã trả lời {70..190} kiến nghị.",
        ),
        difficulties=("Một số sở gửi dự thảo sát ngày họp, không đủ thời gian cho các Ban của HĐND tỉnh thẩm tra.",),
        tasks=(
            task("VP", "HDND", 10, "đôn đốc các đơn vị hoàn thành nội dung trước kỳ họp ít nhất 15 ngày"),
            task("STP", "STC SKHDT", 10, "thẩm định các dự thảo nghị quyết còn lại"),
        ),
        subjects={"CV": ("trả lời kiến nghị cử tri {d}",)},
    ),
    Matter(
        code="dien-tap",
        title="công tác tuyển quân và diễn tập khu vực phòng thủ",
        goal="hoàn thành nhiệm vụ tuyển chọn, gọi công dân nhập ngũ năm {y1}",
        product="Kế hoạch diễn tập khu vực phòng thủ cấp huyện năm {y}",
        lead="BCHQS", partners=("CA", "SYT", "STC"), districts=("HUONGSON", "HONGLINH", "CAMXUYEN"),
        section="NC1", chair="pct.noichinh",
        situation=(
            "Toàn tỉnh hoàn thành khám sơ tuyển cho {5200..7900} công dân, đạt {101..112}% kế hoạch; tỷ lệ có trình độ từ trung học phổ thông trở lên {76..88}%.",
            "{2..4} huyện đã hoàn thành diễn tập, bảo đảm an toàn tuyệt đối.",
        ),
        difficulties=("Một bộ phận thanh niên đi làm ăn xa, khó gửi giấy báo.",),
        tasks=(
            task("BCHQS", "CA SYT", 30, "tổ chức khám tuyển đúng quy trình, công khai danh sách"),
            task("STC", "BCHQS", 20, "cấp kinh phí diễn tập theo dự toán đã duyệt"),
        ),
    ),
    Matter(
        code="khoa-hoc",
        title="kết quả ứng dụng khoa học, công nghệ và xây dựng hệ thống quản lý chất lượng",
        goal="ứng dụng tiến bộ khoa học, công nghệ vào sản xuất và quản lý",
        product="Chính sách khuyến khích ứng dụng khoa học, công nghệ",
        lead="SKHCN", partners=("SNNPTNT", "STC", "STTTT"), districts=("DUCTHO", "NGHIXUAN", "THACHHA"),
        section="VX1", chair="pct.vanxa",
        situation=(
            "Trong kỳ triển khai {18..36} đề tài, dự án; nghiệm thu {9..21} đề tài, {6..14} đề tài được chuyển giao ứng dụng.",
            "{21..34} cơ quan hành chính đã áp dụng và duy trì hệ thống quản lý chất lượng ISO 9001.",
        ),
        difficulties=("Một số đề tài sau nghiệm thu chậm được nhân rộng; doanh nghiệp ít đầu tư cho nghiên cứu.",),
        tasks=(
            task("SKHCN", "SNNPTNT", 45, "lựa chọn các mô hình có hiệu quả, đề xuất chính sách nhân rộng"),
            task("STTTT", "SKHCN", 30, "hướng dẫn tích hợp hồ sơ hệ thống quản lý chất lượng với phần mềm quản lý văn bản"),
        ),
    ),
)  # fmt: skip
