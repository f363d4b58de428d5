"""Intake desk, officers, leaders and citizens take their actions, as the plans of the cases say."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from localstack.demo.case_actions import ACTIONS
from localstack.demo.case_plans import Act, acts_at
from localstack.demo.case_records import CaseRecord
from localstack.demo.client import Problem, Unanswered
from localstack.demo.crowd import each
from localstack.demo.waiting import Waited
from localstack.demo.world import World

WORDS: dict[str, str] = {
    "start": "bắt đầu xử lý",
    "ask": "cán bộ hỏi thêm",
    "ask_at_intake": "bộ phận tiếp nhận hỏi thêm",
    "supplement": "người dân bổ sung",
    "propose": "dự thảo trả lời kèm ảnh",
    "propose_better": "dự thảo mới kèm ảnh",
    "approve": "lãnh đạo duyệt",
    "propose_together": "một dự thảo cho cả nhóm phản ánh trùng",
    "approve_together": "một lần duyệt, cả nhóm phản ánh trùng nhận trả lời",
    "send_back": "lãnh đạo yêu cầu sửa",
    "note": "cán bộ ghi chú, nhắc lãnh đạo",
    "assign_shared": "phân công lại, có đơn vị phối hợp",
    "answer_part": "đơn vị phối hợp cho ý kiến",
    "correct": "lãnh đạo đính chính câu trả lời",
    "read": "người dân đọc trả lời",
    **{f"rate_{stars}": f"người dân đánh giá {stars}★" for stars in range(1, 6)},
    "reopen": "người dân yêu cầu mở lại",
    "dispute": "ba người theo dõi cho rằng chưa được xử lý, phản ánh mở lại",
    "answer_disputes": "cán bộ trả lời từng người theo dõi",
    "refer": "hỏi đơn vị bên ngoài qua liên kết",
    "body_replies": "đơn vị bên ngoài trả lời qua liên kết",
    "withdraw": "người dân rút phản ánh",
    "accept": "tiếp nhận bằng tay",
    "reject": "từ chối",
    "redirect": "hướng dẫn sang kênh khác",
    "mark_duplicate": "đánh dấu trùng",
    "return": "trả lại vì không đúng cơ quan",
    "assign": "phân công lại",
    "ask_extension": "cán bộ xin gia hạn",
    "grant_extension": "lãnh đạo cho gia hạn",
    "becomes_overdue": "quá hạn",
    "clock_runs_on": "hết thời gian tạm dừng",
    "is_given_up": "hết hạn chờ người dân",
    "closes": "tự kết thúc",
}


def play_moment(world: World, moment: str) -> None:
    """All actions of this instant, four cases at a time; a case that breaks stops there."""
    actions = [
        (record, acts)
        for record in world.records.values()
        if not record.broken and (acts := acts_at(record.story.plan, moment))
    ]
    counted = Counter(WORDS[act.verb] for _, acts in actions for act in acts)
    when = datetime.fromisoformat(moment).strftime("%d/%m %H:%M")
    said = ", ".join(f"{words} ×{count}" for words, count in counted.items())
    world.console.start(f"{when}  {said}", len(actions))
    each(lambda action: _take(world, *action), actions)
    world.console.finish()


def _take(world: World, record: CaseRecord, acts: list[Act]) -> None:
    for act in acts:
        try:
            ACTIONS[act.verb](world, record)
        except (Problem, Unanswered, Waited) as trouble:
            record.broken = True
            world.complain(f"{record.code} ({record.story.plan}, {WORDS[act.verb]}): {trouble}")
            return
    world.console.step()
