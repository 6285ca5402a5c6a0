"""What a follow-up (回访) found, in the case file."""

from backend.cases.casefile.amounts import yuan
from backend.cases.casefile.words import Voice
from backend.cases.wire import FollowUpSaid

_SAID = {
    "believes": ("现在信了吗", "believes the warning"),
    "in_contact": ("还和对方联系吗", "still in contact"),
    "paid": ("钱有没有再转", "sent money since"),
}
_ANSWERS = {"yes": ("是", "yes"), "no": ("否", "no"), "unsure": ("说不清", "not sure")}


def follow_up_lines(voice: Voice, said: FollowUpSaid | None) -> list[str]:
    """Reached or not; and what was asked, with the answer."""
    if said is None:
        return []
    at = 0 if voice.language == "zh" else 1
    if not said.reached:
        return [("没联系上", "Not reached")[at]]
    asked = [f"{words[at]}：{_ANSWERS[given][at]}" for name, words in _SAID.items() if (given := getattr(said, name))]
    paid = [yuan(said.paid_fen)] if said.paid_fen else []
    return [("联系上了", "Reached")[at], *asked, *paid]
