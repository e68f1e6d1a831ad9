"""What the roles are called (chức danh)."""

from __future__ import annotations

from e_office.core.permission import Role
from e_office.core.problems import Message, msg

ROLE_NAMES: dict[Role, Message] = {
    Role.CLERK: msg("Văn thư"),
    Role.SPECIALIST: msg("Chuyên viên"),
    Role.SECTION_HEAD: msg("Trưởng phòng"),
    Role.LEADER: msg("Lãnh đạo đơn vị"),
    Role.CHIEF_OF_OFFICE: msg("Chánh Văn phòng"),
    Role.VICE_CHAIRMAN: msg("Phó Chủ tịch"),
    Role.CHAIRMAN: msg("Chủ tịch"),
    Role.AUDITOR: msg("Người kiểm tra"),
    Role.ADMINISTRATOR: msg("Quản trị viên"),
}

ROLE_RIGHTS: dict[Role, Message] = {
    Role.CLERK: msg("đăng ký văn bản đến và đi, cấp số, chuyển"),
    Role.SPECIALIST: msg("soạn và xử lý văn bản của đơn vị"),
    Role.SECTION_HEAD: msg("soạn, xử lý và phân công trong phòng"),
    Role.LEADER: msg("cho ý kiến và ký văn bản của đơn vị"),
    Role.CHIEF_OF_OFFICE: msg("chuẩn bị cuộc họp, ghi lệnh họp đột xuất của người chủ trì"),
    Role.VICE_CHAIRMAN: msg("chủ trì họp, duyệt tài liệu họp"),
    Role.CHAIRMAN: msg("chủ trì họp, duyệt tài liệu họp"),
    Role.AUDITOR: msg("xem nhật ký và thống kê, không xem nội dung"),
    Role.ADMINISTRATOR: msg("quản lý đơn vị, người dùng, chức vụ, không xem nội dung"),
}
