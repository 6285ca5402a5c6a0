"""The Chinese for what is wrong with the shape of something that was sent."""

from typing import Any

from pydantic_core import PydanticCustomError


def wrong(words: str, words_en: str) -> PydanticCustomError:
    """What a validator of ours raises: what is wrong, in both languages."""
    return PydanticCustomError("said", "{words_en}", {"words": words, "words_en": words_en})


def shape_words(kind: str, context: dict[str, Any]) -> str:
    """What to say of pydantic's error of this kind."""
    if kind == "said":
        return str(context["words"])
    return WORDS.get(kind, "填得不对").format(**context)


WORDS = {
    "missing": "这一项必须填",
    "extra_forbidden": "不认识这一项",
    "string_type": "这一项应当是文字",
    "string_too_short": "太短，至少{min_length}个字符",
    "string_too_long": "太长，最多{max_length}个字符",
    "string_pattern_mismatch": "格式不对",
    "string_unicode": "有一个字不完整，请删掉重新输入",
    "int_type": "这一项应当是整数",
    "int_parsing": "这一项应当是整数",
    "int_from_float": "这一项应当是整数",
    "float_type": "这一项应当是数字",
    "finite_number": "这一项应当是数字",
    "greater_than_equal": "不能小于{ge}",
    "less_than_equal": "不能大于{le}",
    "bool_type": "这一项应当是“是”或“否”",
    "literal_error": "只能是：{expected}",
    "enum": "只能是：{expected}",
    "datetime_type": "时间格式不对",
    "datetime_parsing": "时间格式不对",
    "datetime_from_date_parsing": "时间格式不对",
    "timezone_aware": "时间要带时区",
    "uuid_parsing": "编号格式不对",
    "uuid_type": "编号格式不对",
    "list_type": "这一项应当是列表",
    "too_short": "至少要有{min_length}条",
    "too_long": "最多{max_length}条",
    "model_type": "这一项应当是一组内容",
    "dict_type": "这一项应当是一组内容",
}
