"""What a case waited for, in the case file: the steps taken once a limit had passed, and its pauses."""

from datetime import timedelta

from backend.cases.casefile.amounts import moment, span
from backend.cases.casefile.words import Voice
from backend.cases.wire import EscalationView, PauseView
from backend.flow.load import rules

_LATE = {
    "deliver": ("没送到手机", "on no phone for {span}"),
    "accept": ("没人签收", "not accepted for {span}"),
    "phone": ("没打电话", "no call for {span}"),
    "met": ("没见到本人", "not met for {span}"),
    "revisit": ("还没再去", "{span} past the planned visit"),
    "feed_back": ("没有结果", "no outcome for {span}"),
    "sign": ("没审核", "not signed for {span}"),
    "follow_up": ("没回访", "not followed up for {span}"),
    "routing": ("没人分派", "not routed for {span}"),
}
_DONE = {
    "remind": ("再次提醒本人", "reminded again"),
    "fallback": ("改用其他方式通知本人", "told by other ways"),
    "tell_chief": ("告知所长", "chief told"),
    "tell_district": ("报区县指挥中心", "district told"),
    "tell_city": ("报市级指挥中心", "city told"),
    "put_before_district": ("请区县分派", "put before the district"),
}
_POSTS = {"chief": ("所长", "chief"), "district": ("区县指挥中心", "district"), "city": ("市级指挥中心", "city")}


def escalation_title(voice: Voice, one: EscalationView) -> str:
    """3分钟没人签收，改派给李明（同时告知：所长）."""
    is_zh = voice.language == "zh"
    waited = span(voice, timedelta(seconds=one.waited))
    late = _LATE.get(one.limit, ("没有动静", "nothing for {span}"))
    words = f"{waited}{late[0]}" if is_zh else late[1].format(span=waited)
    if one.waited == 0:
        words = "没有人在办" if is_zh else "nobody was on it"
    others = voice.listed([_POSTS[post][0 if is_zh else 1] for post in one.tell if post not in one.does])
    told = (f"（同时告知：{others}）" if is_zh else f" (told: {others})") if others else ""
    return f"{words}，{_done(one, is_zh=is_zh)}{told}" if is_zh else f"{words}: {_done(one, is_zh=is_zh)}{told}"


def pause_title(voice: Voice, pause: PauseView) -> str:
    """暂停计时到14:30：本人约了时间."""
    why = voice.say(rules().codes.pause.get(pause.reason), pause.reason)
    until = moment(pause.until)
    return f"暂停计时到{until}：{why}" if voice.language == "zh" else f"Paused until {until}: {why}"


def _done(one: EscalationView, *, is_zh: bool) -> str:
    if one.does != "next_person":
        return _DONE[one.does][0 if is_zh else 1]
    if one.sent is None:
        return "没有别人可派" if is_zh else "nobody else was free"
    return f"改派给{one.sent.name}" if is_zh else f"given to {one.sent.name}"
