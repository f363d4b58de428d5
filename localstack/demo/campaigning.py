"""The first days of August: three teams go from door to door, and a board tells how far it is."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from localstack.demo.campaign_plan import CampaignPlan, TeamPlan
from localstack.demo.client import Json
from localstack.demo.letters import EMAIL, Letter
from localstack.demo.listing import import_list
from localstack.demo.people import Citizen, Profile, StaffMember, new_key
from localstack.demo.registering import needed_consents, registered
from localstack.demo.waiting import Waited, until
from localstack.demo.world import World

ON_THE_SPOT = "2026-08-03T16:30"
"""Two teams have been around, and send in what they did."""
ONLINE_AGAIN = "2026-08-04T19:30"
"""The third has had no network since Saturday."""
MORNING_AFTER = "2026-08-05T10:00"
_FROM, _TO = "2026-08-01", "2026-08-05"
_TARGET_DAYS = ("2026-08-04", "2026-08-30")
"""On both the commune is behind, and the next working morning supervisors hear of it."""
_RESULTS = {
    "account_made": "tạo mới",
    "has_account": "đã có",
    "no_smartphone": "không có máy",
    "absent": "vắng",
    "refused": "từ chối",
    "later": "hẹn lại",
}


def set_out(world: World, plan: CampaignPlan) -> None:
    """Lists come in, and the members find out that they are on a team."""
    administrator = world.administrator()
    _bring_in_lists(world, administrator, plan)
    consents = needed_consents(world)
    for team in plan.teams:
        citizen = Citizen(world.stack, world.post, team.member)
        citizen.open_account(consents)
        registered(world, citizen)
        told = citizen.api.get("/team").json()
        if (told["commune"]["code"], told["hamlet"]) != (plan.commune, team.hamlet):
            world.complain(f"{team.member.full_name}: tổ {told}")
    world.console.good(f"{len(plan.teams)} thành viên tổ công nghệ số đăng nhập như mọi người dân")


def go_round(world: World, plan: CampaignPlan) -> None:
    """Those with network help people to accounts, by a code of their own, and send in their day."""
    consents = needed_consents(world)
    for team in plan.teams:
        if not team.offline:
            for profile in team.helped:
                _help(world, team, profile, consents)
            _send_in(world, team)


def come_online(world: World, plan: CampaignPlan) -> None:
    """Days later all at once; and again, since the phone did not hear the answer. Then it is said
    what was to be reached."""
    for team in plan.teams:
        if team.offline:
            _send_in(world, team)
            _send_in(world, team, again=True)
    _set_targets(world, world.administrator(), plan)


def show_board(world: World, plan: CampaignPlan) -> None:
    """By hamlet and for the commune, held against what the teams did."""
    reader = world.at_desk(world.of_the_province("supervisor")[0].username)
    try:
        until(lambda: _counted(reader, plan), "số liệu chiến dịch khớp với các lượt đến nhà")
    except Waited:
        world.complain("Số liệu chiến dịch không khớp với các lượt đến nhà")
    hamlets = _reach(reader, plan, "hamlet")
    titles = ("Thôn, tổ dân phố", *_RESULTS.values(), "Tài khoản")
    world.console.table(titles, [_row(one) for one in hamlets["rows"]])
    commune = _reach(reader, plan, "commune")["rows"][0]
    _compare(world, commune, plan)
    leader = world.at_desk(world.logins("leader", f"ubnd-{plan.commune}")[0].username)
    world.expect(
        leader.api.get("/reports/reach", **_period()).json()["total"] == _only(commune),
        "Lãnh đạo phường thấy đúng số liệu của phường mình",
    )
    _show_launch(world)


def catch_up(world: World, plan: CampaignPlan) -> None:
    """Supervisors have heard this morning; a team helps the one that is missing."""
    _owe_morning_list(world, plan, _TARGET_DAYS[0])
    _help(world, plan.teams[-1], plan.catch_up, needed_consents(world))
    world.console.good(f"Danh sách buổi sáng: {plan.commune_name} chậm mục tiêu; đã bù thêm một")


def end_campaign(world: World, plan: CampaignPlan) -> None:
    """The first working morning after it tells of its end."""
    _owe_morning_list(world, plan, _TARGET_DAYS[1])


def compare_report(world: World, plan: CampaignPlan, figures: dict[str, Json]) -> None:
    """The commune's report takes visits and accounts in by itself."""
    visits = plan.counted.total()
    world.expect(
        figures["visits"]["value"] == visits, f"Báo cáo điền sẵn {visits} lượt đến từng nhà"
    )
    if world.started_empty:
        accounts = len(_people_of(world, plan))
        world.expect(
            figures["accounts_made"]["value"] == accounts,
            f"Báo cáo điền sẵn {accounts} tài khoản tạo trong kỳ",
        )


def _bring_in_lists(world: World, administrator: StaffMember, plan: CampaignPlan) -> None:
    head = ("Xã, phường", "Thôn, bản, tổ dân phố", "Số điện thoại")
    rows = [(plan.commune_name, team.hamlet, _local(team.member)) for team in plan.teams]
    members = import_list(administrator, "team_members", [head, *rows])
    people = [
        (plan.commune_name, team.hamlet, f"010190{place * 1000 + number:06d}")
        for place, team in enumerate(plan.teams, 7)
        for number in range(plan.more_listed)
    ]
    head = ("Xã, phường", "Thôn, bản, tổ dân phố", "Số định danh cá nhân")
    listed = import_list(administrator, "eligible_citizens", [head, *people])
    came = [one["good"] + one["unchanged"] for one in (members, listed)]
    world.expect(
        came == [len(rows), len(people)],
        f"Danh sách {plan.commune_name}: {came[0]} thành viên tổ, {came[1]} người có điện thoại",
    )


def _set_targets(world: World, administrator: StaffMember, plan: CampaignPlan) -> None:
    """One more by this evening than there are."""
    first = len(_people_of(world, plan)) + 1
    wanted = zip(_TARGET_DAYS, (first, plan.target), strict=True)
    days = [{"day": day, "accounts": n} for day, n in wanted]
    present = administrator.api.get("/admin/targets")
    others = [one for one in present.json()["items"] if one["commune_code"] != plan.commune]
    items = [*others, {"commune_code": plan.commune, "days": days}]
    administrator.api.send("PUT", "/admin/targets", {"items": items}, version=present.etag)


def _help(world: World, team: TeamPlan, profile: Profile, consents: list[Json]) -> None:
    """The member types the number, the person the code."""
    person, member = Citizen(world.stack, world.post, profile), world.citizens[team.member.phone]
    person.phone.look()
    asked = {"phone": profile.phone, "hamlet": team.hamlet}
    begun = member.api.post("/team/registrations", asked, key=new_key()).json()
    person.complete(person.prove(begun["registration_id"]), consents)
    registered(world, person)
    told = person.api.get("/me").json()["helped_by"]
    if not told or told["name"] != team.member.full_name:
        world.complain(f"{profile.full_name}: không thấy ai đã giúp: {told}")


def _send_in(world: World, team: TeamPlan, *, again: bool = False) -> None:
    member = world.citizens[team.member.phone]
    body = {"entries": [door.entry() for door in team.doors]}
    results = member.api.post("/team/visits", body).json()["results"]
    wanted = [door.answer(again=again) for door in team.doors]
    said = Counter(str(one["code"] or one["status"]) for one in results)
    how = "gửi lại" if again else "gửi sau khi mất mạng" if team.offline else "gửi trong ngày"
    text = ", ".join(f"{n} {code}" for code, n in sorted(said.items()))
    world.expect(results == wanted, f"{team.hamlet}, {how}: {text}")


def _counted(reader: StaffMember, plan: CampaignPlan) -> bool:
    rows = {one["key"]: one for one in _reach(reader, plan, "hamlet")["rows"]}
    found = [rows.get(team.hamlet) for team in plan.teams]
    return all(
        one
        and one["listed"]
        and +Counter(one["visits"]) == team.counted
        and one["made"]["assisted"] == len(team.helped)
        for one, team in zip(found, plan.teams, strict=True)
    )


def _reach(reader: StaffMember, plan: CampaignPlan, level: str) -> Json:
    asked = {**_period(), "level": level, "commune": plan.commune}
    return reader.api.get("/reports/reach", **asked).json()


def _period() -> dict[str, str]:
    return {"from": _FROM, "to": _TO}


def _compare(world: World, commune: Json, plan: CampaignPlan) -> None:
    """What was made alone only where the stack was fresh: another's accounts would be in it."""
    helped = sum(len(team.helped) for team in plan.teams)
    done = {"visits": plan.counted, "assisted": helped}
    shown = {"visits": +Counter(commune["visits"]), "assisted": commune["made"]["assisted"]}
    if world.started_empty:
        done["accounts"], shown["accounts"] = len(_people_of(world, plan)), commune["accounts"]
    world.expect(
        done == shown,
        f"{commune['name']}: {plan.counted.total()} lượt, {commune['accounts']} tài khoản"
        f" (tự tạo {commune['made']['alone']}, được giúp {helped}),"
        f" mục tiêu {commune['target']}, còn thiếu {commune['behind']}",
    )


def _show_launch(world: World) -> None:
    """What everybody sees; no older than a second."""
    there = len(world.citizens)

    def shown() -> Json | None:
        told = world.api.get("/public/launch").json()
        fits = told["accounts"] == there or not world.started_empty
        return told if fits else None

    accounts = until(shown, f"{there} tài khoản trên màn hình chung")["accounts"]
    world.console.good(f"Màn hình chung: {accounts} tài khoản trong toàn tỉnh")


def _owe_morning_list(world: World, plan: CampaignPlan, day: str) -> None:
    """To the province's supervisors, if anybody was behind at the end of that day."""
    after = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    watching = world.of_the_province("supervisor")
    reader = world.at_desk(watching[0].username)
    asked = {"from": day, "to": after, "level": "commune"}
    behind = reader.api.get("/reports/reach", **asked).json()["behind"]
    if world.started_empty and behind != [plan.commune]:
        world.complain(f"Chậm mục tiêu hết ngày {day}: {behind}")
    if behind:
        world.owe(*(Letter(EMAIL, login.email, "campaign_behind") for login in watching))


def _people_of(world: World, plan: CampaignPlan) -> list[Citizen]:
    everybody = world.citizens.values()
    return [one for one in everybody if one.profile.commune_code == plan.commune]


def _row(line: Json) -> tuple[str, ...]:
    visits = [str(line["visits"][result]) for result in _RESULTS]
    return (line["name"], *visits, str(line["made"]["assisted"]))


def _only(line: Json) -> Json:
    return {name: value for name, value in line.items() if name not in ("key", "name")}


def _local(profile: Profile) -> str:
    return f"0{profile.phone.removeprefix('+84')}"
