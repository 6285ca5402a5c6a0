"""A file that cannot be read as a table: one clear sentence each, with what to do."""

WORDS: dict[str, tuple[str, str]] = {
    "empty": ("文件是空的，请重新导出。", "The file is empty. Please export it again."),
    "gone": (
        "服务器上找不到这个文件了，请重新上传。",
        "The file is no longer on the server. Bring it again.",
    ),
    "no_rows": (
        "表里只有表头，没有数据，请检查导出的范围。",
        "There is a header and nothing under it. Check what was exported.",
    ),
    "no_header": (
        "没有认出表头，请在预览里指定每一列是什么。",
        "No header was recognised. Say in the preview what each column is.",
    ),
    "no_sheet": (
        "没有这个工作表，请看文件里的工作表名称。",
        "There is no such sheet. Look at the sheets' names in the file.",
    ),
    "too_big": (
        "文件太大（最大{most}MB），请拆成几个文件再导入。",
        "The file is too large ({most} MB at most). Split it into several files.",
    ),
    "too_many_rows": (
        "行数太多（最多{most}行），请拆成几个文件再导入。",
        "There are too many rows ({most} at most). Split it into several files.",
    ),
    "too_many_columns": (
        "列数太多（最多{most}列），请只保留需要的列。",
        "There are too many columns ({most} at most). Keep only those that are needed.",
    ),
    "bomb": (
        "这个文件解压后大得不正常，没有打开。请用表格软件另存为一份新的 .xlsx 再导入。",
        "Unpacked, this file would be abnormally large; it was not opened. Save it anew as .xlsx and import that.",
    ),
    "picture": (
        "这是一张图片，不是表格。请导入 .xlsx 或 .csv 文件。",
        "This is a picture, not a table. Import an .xlsx or .csv file.",
    ),
    "document": (
        "这是文档（PDF或Word），不是表格。请导入 .xlsx 或 .csv 文件。",
        "This is a document (PDF or Word), not a table. Import an .xlsx or .csv file.",
    ),
    "archive": (
        "这是压缩包，请先解压，再导入里面的表格。",
        "This is an archive. Unpack it and import the table inside.",
    ),
    "old_xls": (
        "这是旧版 .xls 文件，请用表格软件打开，另存为 .xlsx 再导入。",
        "This is an old .xls file. Open it and save it as .xlsx, then import that.",
    ),
    "other_table": (
        "这种表格格式（.ods、.xlsb 等）读不了，请另存为 .xlsx 再导入。",
        "This kind of table (.ods, .xlsb and so on) cannot be read. Save it as .xlsx, then import that.",
    ),
    "web_page": (
        "这是网页改名的表格，请用表格软件打开，另存为 .xlsx 再导入。",
        "This is a web page named like a table. Open it and save it as .xlsx, then import that.",
    ),
    "password": (
        "文件有密码，请去掉密码另存一份再导入。",
        "The file has a password. Save a copy without it, then import that.",
    ),
    "truncated": (
        "文件不完整，可能没有下载完或已损坏。请重新下载或导出再导入。",
        "The file is incomplete or damaged. Download or export it again, then import that.",
    ),
    "not_a_table": (
        "认不出这是什么文件。请导入 .xlsx 或 .csv 文件。",
        "This file was not recognised. Import an .xlsx or .csv file.",
    ),
}


class BrokenFile(Exception):
    """A file that is no table we can read; `code` is a key of WORDS, the words say what to do."""

    def __init__(self, code: str, most: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.words, self.words_en = (words.format(most=most) for words in WORDS[code])
