"""The case file's own words, Chinese and English; levels, answers and outcomes have theirs in the rules."""

from dataclasses import dataclass
from typing import Literal

from backend.cases.wire import UnitName
from backend.flow.words import Words

Language = Literal["zh", "en"]
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Voice:
    """Says everything in one language."""

    language: Language

    def t(self, key: str, **params: object) -> str:
        """The words of this key, filled in."""
        return WORDS[key][0 if self.language == "zh" else 1].format(**params)

    def say(self, words: Words | None, otherwise: str) -> str:
        """Words out of the rules; a code the rules no longer know stays as it is."""
        return getattr(words, self.language) if words else otherwise

    def listed(self, parts: list[str]) -> str:
        """Several of a kind in one line."""
        return ("、" if self.language == "zh" else ", ").join(parts)

    def numbered(self, number: int, words: str) -> str:
        """A heading with its number, from 1."""
        return f"{NUMERALS[number - 1]}、{words}" if self.language == "zh" else f"{number}. {words}"

    def whose(self, district: UnitName, station: UnitName | None) -> str:
        """The unit whose file it is."""
        return (station or district).name


WORDS: dict[str, tuple[str, str]] = {
    "title": ("预警劝阻处置卷", "Case file: fraud warning and dissuasion"),
    "drill": ("演练数据", "DRILL DATA"),
    "drill_line": (
        "演练数据：人物、号码和金额均为虚构，不得作为办案依据。",
        "Drill data: people, numbers and amounts are invented. Not to be used in any real case.",
    ),
    "page": ("第 {page} 页 共 {pages} 页", "Page {page} of {pages}"),
    "number_line": ("编号 {number}", "No. {number}"),
    "printed": ("{name}（{role}，{unit}）打印于 {time}", "Printed by {name} ({role}, {unit}) at {time}"),
    "none": ("无", "None"),
    "unknown": ("不详", "Unknown"),
    # Sections
    "case": ("基本情况", "The case"),
    "signals": ("预警线索", "Signals"),
    "why": ("定级理由", "Why this level"),
    "assignments": ("派单与签收", "Assignments"),
    "story": ("处置经过", "What was done"),
    "money": ("资金情况", "Money"),
    "outcome": ("处置结果", "Outcome"),
    "decisions": ("审核意见", "Decisions"),
    "evidence": ("取证材料", "Evidence"),
    "signatures": ("签名", "Signatures"),
    # The case
    "number": ("编号", "Number"),
    "level": ("等级", "Level"),
    "state": ("状态", "State"),
    "state_open": ("处置中", "Open"),
    "state_answered": ("待审核", "Waiting for a signature"),
    "state_closed": ("已办结", "Closed"),
    "type": ("诈骗类型", "Fraud type"),
    "type_was": ("{type}（原报 {was}）", "{type} (reported as {was})"),
    "opened": ("推送时间", "Pushed"),
    "graded": ("定级时间", "Graded"),
    "district": ("区县中心", "District"),
    "station": ("派出所", "Station"),
    "target": ("潜在被害人", "Potential victim"),
    "age": ("{n}岁", "age {n}"),
    "phone": ("电话", "Phone"),
    "id_number": ("身份证", "ID number"),
    "address": ("地址", "Address"),
    "division": ("区划", "Division"),
    # Signals
    "signal": ("线索 {n} · {source} · {time}", "Signal {n} · {source} · {time}"),
    "behaviours": ("行为：{list}", "Behaviour: {list}"),
    "amount": ("涉及金额 {money}", "Amount {money}"),
    "call_seconds": ("与诈骗号码通话 {span}", "{span} on the line with a scam number"),
    "call_count": ("与诈骗号码通话 {n} 次", "{n} calls with a scam number"),
    "transaction": ("交易时间 {time}", "Transaction at {time}"),
    "site": ("网站或APP：{name}", "Site or app: {name}"),
    "suspect_phone": ("涉诈号码：{phone}", "Scam number: {phone}"),
    "suspect_account": ("涉诈账户：{account}", "Involved account: {account}"),
    # Assignments
    "track": ("方式", "Track"),
    "track_call": ("远程劝阻", "Call"),
    "track_visit": ("见面劝阻", "Visit"),
    "to_whom": ("单位 / 人员", "Unit / member"),
    "nobody": ("未定人", "nobody yet"),
    "assigned": ("派单", "Assigned"),
    "delivered": ("送达", "Delivered"),
    "accepted": ("签收", "Accepted"),
    "ended": ("结束", "Ended"),
    "by_itself": ("自动派单", "automatic"),
    "after": ("派单后 {span}", "{span} after"),
    # What was done
    "by": ("{name}（{role}）", "{name} ({role})"),
    "immediate": ("连续挂断，转为立即上门", "Hung up again: somebody goes at once"),
    "transfer": ("{giver}移交到{receiver}（{state}）", "Handed over from {giver} to {receiver} ({state})"),
    "transfer_waiting": ("待审核", "waits for review"),
    "transfer_done": ("已移交", "done"),
    "transfer_approved": ("审核同意", "agreed to"),
    "transfer_refused": ("审核不同意", "refused"),
    "transfer_returned": ("对方退回", "returned"),
    "transfer_lapsed": ("不再审核", "no longer reviewed"),
    "transfer_said": ("{state}：{name}，{at}", "{state}: {name}, {at}"),
    "system": ("系统", "System"),
    "answered": ("{step}：{answer}", "{step}: {answer}"),
    "kind_accept": ("签收", "Accepted"),
    "kind_decline": ("退回派单：{reason}", "Declined: {reason}"),
    "kind_retype": ("类型改为 {type}", "Type corrected to {type}"),
    "kind_note": ("备注：{note}", "Note: {note}"),
    "kind_help": ("一键求援", "Called for help"),
    "kind_safe": ("已安全", "Safe again"),
    "kind_alive": ("报平安", "All is well"),
    "kind_follow_up": ("回访", "Follow-up"),
    "alarm_help": ("{name}求助，已告知{who}（{n}人）", "{name} called for help: told {who} ({n})"),
    "alarm_alive": ("{name}没有回音，已告知{who}（{n}人）", "No word from {name}: told {who} ({n})"),
    "alarm_taken": ("去接应{name}", "Goes to {name}"),
    "told_self": ("本人", "himself"),
    "told_chief": ("所长", "the chief"),
    "told_neighbours": ("附近同事", "colleagues nearby"),
    "told_district": ("区县中心", "the district"),
    "told_city": ("市中心", "the city"),
    "late": ("{time} 才收到，晚 {span}", "Received {time}, {span} later"),
    "stray": ("与流程不符，保留备查：{why}", "Does not fit, kept on record: {why}"),
    "after_loss": ("手机报失后所记", "Made after the phone was reported lost"),
    "position": ("有定位", "With position"),
    "position_within": ("有定位，误差 {m} 米", "Position within {m} m"),
    "met": ("见到：{who} {name}", "Met: {who} {name}"),
    "who_self": ("本人", "the person"),
    "who_relative": ("家里人", "a relative"),
    "who_other": ("其他人", "somebody else"),
    "new_phone": ("号码 {phone}", "Number {phone}"),
    "seen": ("看到：{list}", "Saw: {list}"),
    "checked": ("核对：{list}", "Checked: {list}"),
    "checked_n": ("核对了 {n} 项", "{n} items checked"),
    "about_to_go": ("险些转出", "About to go"),
    "saved": ("挽回", "Saved"),
    "lost": ("损失", "Lost"),
    "sum": ("{what} {money}", "{what} {money}"),
    "paid": ("已转 {money} 到 {account}", "{money} paid to {account}"),
    "actual_level": ("实际等级 {level}", "Actual level {level}"),
    "actual_type": ("实际类型 {type}", "Actual type {type}"),
    "revisit": ("约好 {time} 再去", "Goes again {time}"),
    # Money
    "payments": ("已付款项", "Payments made"),
    "payments_n": ("{n} 笔", "{n}"),
    "payee": ("收款账户", "Payee"),
    "paid_amount": ("金额", "Amount"),
    "paid_at": ("付款时间", "Paid at"),
    # Outcome and decisions
    "result": ("劝阻结果", "Outcome"),
    "at": ("时间", "Time"),
    "decision": ("意见", "Decision"),
    "decided_by": ("审核人", "Decided by"),
    "signed": ("审核通过，办结", "Signed, closed"),
    "sent_back": ("退回重办：{reason}", "Sent back: {reason}"),
    "joined": ("并入另一条预警，办结", "Joined into another case, closed"),
    "cleared": ("演练结束，清场", "The drill is over, cleared"),
    # Evidence
    "use_photo": ("照片 {n}", "Photo {n}"),
    "use_signature": ("签名 {n}", "Signature {n}"),
    "hash": ("校验值 {hash}", "SHA-256 {hash}"),
    "taken": ("{time} {name} 取证", "{time}, taken by {name}"),
    "not_here": ("尚未传到，原件在手机里", "Not here yet; the phone has it"),
    "missing": ("图片文件缺失", "The picture's file is missing"),
    "damaged": ("图片文件已损坏，与校验值不符", "The picture's file is damaged: it does not match its SHA-256"),
    "unreadable": ("图片打不开", "The picture cannot be opened"),
    "huge": ("图片尺寸过大，无法打印", "The picture is too large to print"),
    "hashes": ("取证材料校验值（SHA-256）", "Evidence by SHA-256"),
    "signed_by_hand": ("承办人", "Handled by"),
    "reviewed_by_hand": ("审核人", "Reviewed by"),
    "date_by_hand": ("日期", "Date"),
    # Roles
    "role_officer": ("民警", "Officer"),
    "role_chief": ("所长", "Station chief"),
    "role_operator": ("劝阻专员", "Call operator"),
    "role_volunteer": ("志愿者", "Volunteer"),
    "role_desk": ("止付专岗", "Stop-payment desk"),
    "role_commander": ("指挥长", "Commander"),
    "role_admin": ("管理员", "Administrator"),
    # Lengths of time
    "seconds": ("{s}秒", "{s} s"),
    "minutes": ("{m}分{s:02d}秒", "{m} min {s:02d} s"),
    "hours": ("{h}小时{m:02d}分{s:02d}秒", "{h} h {m:02d} min {s:02d} s"),
    "days": ("{d}天{h}小时{m:02d}分", "{d} d {h} h {m:02d} min"),
}
