"""The shapes of the closed lists: fraud types, outcomes, and everything else a person chooses from or reads."""

from backend.flow.words import Code, Data, Phrase, Words, spelled_alike


class FraudType(Data):
    """An official fraud type: the police platform's classes it covers, and other names it arrives by."""

    name: Words
    short: Words
    platform: tuple[Phrase, ...] = ()
    aliases: tuple[Phrase, ...] = ()

    def names(self, code: str) -> set[str]:
        """Every name it is known by, spelled alike."""
        names = (code, self.name.zh, self.name.en, self.short.zh, self.short.en, *self.platform, *self.aliases)
        return {spelled_alike(name) for name in names}


class OutcomeCode(Data):
    """劝阻结果: what a visit came to; whether the chief must approve it, and whether somebody has to go again."""

    name: Words
    hint: Words
    needs_approval: bool = False
    retry: bool = False


class StepWords(Data):
    """What a step's screen says."""

    title: Words
    hint: Words


class Codes(Data):
    """Every closed list a person chooses from or reads, with the words for it."""

    answers: dict[Code, Words]
    steps: dict[Code, StepWords]
    ends: dict[Code, Words]
    behaviours: dict[Code, Words]
    decline: dict[Code, Words]
    transfer: dict[Code, Words]
    why: dict[Code, Words]
    strays: dict[Code, Words]
    seen: dict[Code, Words]
    pause: dict[Code, Words]
    # What a phone says seldom comes with the rules, not with the app.
    notices: dict[Code, Words]
