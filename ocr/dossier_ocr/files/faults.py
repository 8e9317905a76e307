"""What can be wrong with a file, in words a clerk can act upon."""


class Unreadable(Exception):
    """The file cannot be read at all.

    code: stable key.  message_zh: names the file and says what to do.
    """

    def __init__(self, code: str, message_zh: str) -> None:
        super().__init__(message_zh)
        self.code = code
        self.message_zh = message_zh

    def __reduce__(self) -> tuple[type["Unreadable"], tuple[str, str]]:
        return type(self), (self.code, self.message_zh)


class EngineMissing(Exception):
    """A reading engine is asked for that is not installed here."""

    def __init__(self, message_zh: str) -> None:
        super().__init__(message_zh)
        self.message_zh = message_zh

    def __reduce__(self) -> tuple[type["EngineMissing"], tuple[str]]:
        return type(self), (self.message_zh,)


_SENTENCES = {
    "empty_file": "文件「{name}」是空的（0 字节），请重新扫描或重新上传。",
    "truncated_image": "图片「{name}」不完整，后半部分缺失，可能是传输中断。请重新扫描或重新上传。",
    "damaged_image": "图片「{name}」已损坏，无法打开。请重新扫描或重新上传。",
    "too_many_pixels": (
        "图片「{name}」过大（{width}×{height} 像素），为保护系统没有打开。"
        "请以 300 dpi 重新扫描，A4 页面约为 2480×3508 像素。"
    ),
    "too_few_pixels": (
        "图片「{name}」太小（{width}×{height} 像素），看不清文字。请以 300 dpi 重新扫描。"
    ),
    "encrypted_pdf": (
        "PDF「{name}」设有打开密码，系统无法读取。请去除密码（另存为不加密的 PDF）后重新上传。"
    ),
    "damaged_pdf": "PDF「{name}」已损坏，无法打开。请重新扫描或重新导出后上传。",
    "too_many_pages": (
        "文件「{name}」有 {pages} 页，超过一次 {limit} 页的上限。请拆分成几个文件后分别上传。"
    ),
    "too_much_drawn": (
        "PDF「{name}」第 {page} 页的图形数据过大，为保护系统没有打开。"
        "请打印后扫描，或另存为图片后重新上传。"
    ),
    "no_pages": "文件「{name}」里没有任何页面，请重新扫描或重新导出后上传。",
    "archive_file": ("文件「{name}」是压缩包，不是扫描件。请先解压，再上传其中的图片或 PDF。"),
    "office_file": (
        "文件「{name}」是 Office 文档，不是扫描件。请另存为 PDF，或打印后扫描，再上传。"
    ),
    "text_file": (
        "文件「{name}」是文本文件，不是扫描件。请上传纸质材料的照片、扫描图片或 PDF。"
    ),
    "garbled_text": (
        "文件「{name}」是编码错误的文本（乱码），不是扫描件。"
        "请上传纸质材料的照片、扫描图片或 PDF。"
    ),
    "unknown_format": (
        "无法识别文件「{name}」的格式。请上传 JPEG、PNG、TIFF、HEIC 图片或 PDF。"
    ),
}


def unreadable(code: str, name: str, **facts: int) -> Unreadable:
    """Build the fault ``code`` about the file ``name``."""
    return Unreadable(code, _SENTENCES[code].format(name=name, **facts))
