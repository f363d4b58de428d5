"""Intake desk, officers, leaders and citizens take their turns, as the fates of the cases say."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from localstack.demo.client import Problem
from localstack.demo.crowd import each
from localstack.demo.plot import Act, acts_at
from localstack.demo.tales import Tale
from localstack.demo.turns import TURNS
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
    "send_back": "lãnh đạo yêu cầu sửa",
    "read": "người dân đọc trả lời",
    **{f"rate_{stars}": f"người dân đánh giá {stars}★" for stars in range(1, 6)},
    "reopen": "người dân yêu cầu mở lại",
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
    """All turns of this instant, four cases at a time; a case that breaks stops there."""
    turns = [
        (tale, acts)
        for tale in world.tales.values()
        if not tale.broken and (acts := acts_at(tale.story.fate, moment))
    ]
    counted = Counter(WORDS[act.verb] for _, acts in turns for act in acts)
    when = datetime.fromisoformat(moment).strftime("%d/%m %H:%M")
    said = ", ".join(f"{words} ×{count}" for words, count in counted.items())
    world.console.start(f"{when}  {said}", len(turns))
    each(lambda turn: _take(world, *turn), turns)
    world.console.finish()


def _take(world: World, tale: Tale, acts: list[Act]) -> None:
    for act in acts:
        try:
            TURNS[act.verb](world, tale)
        except (Problem, Waited) as trouble:
            tale.broken = True
            world.complain(f"{tale.code} ({tale.story.fate}, {WORDS[act.verb]}): {trouble}")
            return
    world.console.step()
