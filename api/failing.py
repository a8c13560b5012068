"""An error as one line for people at the command line: what kind it is and what to do, then what was found."""

from __future__ import annotations

import errno

from ontology.errors import (
    IndexMismatch,
    InputError,
    LimitExceeded,
    MissingExtra,
    NotFound,
    QueryRefused,
    SettingsError,
    StoreError,
    StoreLocked,
    StoreUnavailable,
    TruyVetError,
    UnsupportedFormat,
)

#: The most specific class that fits decides.
_KINDS: dict[type[TruyVetError], str] = {
    UnsupportedFormat: "không đọc hay ghi được định dạng này",
    LimitExceeded: "vượt quá giới hạn",
    InputError: "đầu vào chưa đúng",
    NotFound: "không tìm thấy",
    QueryRefused: "câu truy vấn không được chạy, chỉ được đọc",
    MissingExtra: "thiếu một gói cài thêm",
    SettingsError: "cài đặt chưa đúng",
    StoreLocked: "kho đang có tiến trình khác ghi, hãy dừng nó hoặc gọi API của nó",
    StoreUnavailable: "kho chưa dùng được",
    IndexMismatch: "vectơ trong kho là của mô hình khác, hãy `truyvet ingest` lại",
    StoreError: "kho báo lỗi",
    TruyVetError: "lỗi",
}
_SYSTEM = {
    errno.ENOENT: "không có tệp hay thư mục này",
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EROFS: "nơi này chỉ đọc được",
    errno.ENOSPC: "hết chỗ trên đĩa",
    errno.EDQUOT: "hết hạn mức đĩa",
    errno.EFBIG: "tệp lớn quá mức cho phép",
    errno.EEXIST: "đã có tệp mang tên này",
    errno.ENOTDIR: "có một tệp nằm ở chỗ của thư mục",
    errno.EISDIR: "đây là thư mục, cần tên tệp",
    errno.EADDRINUSE: "cổng đang được dùng, chọn cổng khác bằng --port",
}


def told(error: TruyVetError) -> str:
    """The kind of an error of ours, and its own words."""
    kind = next(_KINDS[cls] for cls in type(error).__mro__ if cls in _KINDS)
    return f"{kind}: {error}"


def of_system(error: OSError) -> str:
    """What the system refused, and where."""
    said = _SYSTEM.get(error.errno or 0, error.strerror or str(error))
    return f"{error.filename}: {said}" if error.filename else said
