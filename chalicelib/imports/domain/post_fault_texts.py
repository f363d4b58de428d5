"""What is wrong with rows that give somebody a further post, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

OF_FURTHER_POSTS: Mapping[str, tuple[str, str]] = {
    "person_not_found": (
        "Không có cán bộ đang làm việc nào dùng tên đăng nhập này cho nhiệm vụ chính; người đó "
        "phải có trong hệ thống, hoặc có dòng đứng trước dòng này.",
        "Nobody who is here has this username; the person is known already, or has a line above "
        "this one.",
    ),
    "post_not_combined": (
        "Giám sát và quản trị không kiêm nhiệm, và không là nhiệm vụ kiêm.",
        "Supervisors and administrators have one post, and nobody has theirs as a further one.",
    ),
    "post_is_first": (
        "Đây là cơ quan của nhiệm vụ chính; kiêm nhiệm là ở cơ quan khác.",
        "This is the agency of the person's first post; a further one is in another agency.",
    ),
    "post_by_administrator": (
        "Kiêm nhiệm do quản trị giao.",
        "Further posts are given by administrators.",
    ),
    "further_post_twice": (
        "Nhiệm vụ kiêm này đã có ở dòng {other}.",
        "Line {other} has this further post already.",
    ),
}
