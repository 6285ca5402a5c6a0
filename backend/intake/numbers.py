"""Phone and ID numbers as people write them → the one form in which two of them can be compared. Pure."""

import re
import unicodedata
from datetime import date

import phonenumbers
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

# What may stand in a phone number beside digits; the library would turn letters into digits, as on old phone keys.
_PHONE = re.compile(r"[0-9+()\-.\s]{3,40}")
_EXTENSION = re.compile(r"转|分机|#|ext", re.IGNORECASE)
_MOBILE = re.compile(r"1[3-9]\d{9}")
_SERVICE = re.compile(r"[48]00\d{7}")
# The area code without its zero (10, 2x, or three digits) and seven or eight digits; or those alone.
_LANDLINE = re.compile(r"(10|2\d|[3-9]\d{2})[2-9]\d{6,7}")
_LOCAL = re.compile(r"[2-9]\d{6,7}")


class NotANumber(Exception):
    """Not a phone or ID number; the words, Chinese and English, say why and never repeat it."""

    def __init__(self, words: str, words_en: str) -> None:
        super().__init__(words_en)
        self.words, self.words_en = words, words_en


def phone_of(text: str) -> str:
    """A Chinese number without +86, a landline with its zero, a foreign one with its plus; or `NotANumber`."""
    plain = _EXTENSION.split(_plain(text))[0].strip()
    if _MOBILE.fullmatch(plain):
        return plain  # What nearly all are; the library would take thirty times as long to say the same.
    if not _PHONE.fullmatch(plain):
        raise NotANumber("电话号码格式不对", "This is not a phone number")
    try:
        parsed = phonenumbers.parse(plain, "CN")
    except phonenumbers.NumberParseException:
        raise NotANumber("电话号码格式不对", "This is not a phone number") from None
    if parsed.country_code != 86:
        if not phonenumbers.is_possible_number(parsed):
            raise NotANumber("电话号码位数不对", "The phone number has too few or too many digits")
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return _chinese(str(parsed.national_number))


def id_number_of(text: str) -> str:
    """An 18-digit ID number whose birth date and check digit are right; or `NotANumber`.

    The place in it is not looked up: those of old counties are right, yet in no current list.
    """
    number = ric.compact(_plain(text)).replace(" ", "")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise NotANumber("身份证号应为18位，最后一位可以是X", "An ID number has 18 digits; the last may be X")
    if number[-1] != ric.calc_check_digit(number):
        raise NotANumber(
            "身份证号校验位不对，请核对（用表格导出时可能丢了末尾几位）",
            "The ID number's check digit is wrong; a spreadsheet may have lost its last digits",
        )
    try:
        ric.get_birth_date(number)
    except ValidationError:
        raise NotANumber("身份证号里的出生日期不对", "The birth date in the ID number is wrong") from None
    return number


def age_of(id_number: str, day: date) -> int | None:
    """Full years on that day, or None when the birth date lies after it or is older than anybody."""
    born = ric.get_birth_date(id_number)
    years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return years if 0 <= years <= 130 else None


def _plain(text: str) -> str:
    """Full-width signs made ordinary, dashes of any length a hyphen, and nothing invisible left."""
    folded = re.sub(r"[‐-―−]", "-", unicodedata.normalize("NFKC", text))
    return "".join(sign for sign in folded if unicodedata.category(sign) not in ("Cf", "Cc")).strip()


def _chinese(national: str) -> str:
    if any(form.fullmatch(national) for form in (_MOBILE, _SERVICE, _LOCAL)):
        return national
    if _LANDLINE.fullmatch(national):
        return f"0{national}"
    raise NotANumber("电话号码位数不对", "The phone number has too few or too many digits")
