"""What may be shown of a value: addresses without passwords, and nothing of variables that are named like secrets."""

from __future__ import annotations

import re
from functools import lru_cache

HIDDEN = "***"
"""What stands in the place of a password."""

MAX_VALUE = 2_000
"""Characters of a value; longer ones are files or keys, and are not shown."""

_PARTS = re.compile(r"PASSW|PASSPHRASE|SECRET|TOKEN|CREDENTIAL|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CONNECTION_?KEY", re.I)
"""Parts of names that tell a secret wherever they stand."""

_WORDS = frozenset(
    ["PASS", "PWD", "PW", "KEY", "KEYS", "SALT", "PEPPER", "PIN", "CREDS", "CERT", "SASL", "SIGNATURE", "WEBHOOK"]
)
"""Words of names that tell a secret."""

_NO_KEYS = frozenset(["ROUTING", "BINDING", "PARTITION", "PRIMARY", "SORT", "PUBLIC", "PREFIX", "CACHE"])
"""Words beside which KEY is no secret: names of routes and columns."""

_NAMES_A_PLACE = frozenset([
    "ADDRESS", "ADDR", "BROKER", "BROKERS", "BUCKET", "DATABASE", "DB", "DIALECT", "DRIVER", "ENDPOINT", "ENDPOINTS", "ENGINE", "EXCHANGE", "GROUP",
    "HOST", "HOSTNAME", "HOSTS", "NAME", "PORT", "QUEUE", "SCHEMA", "SERVER", "SERVERS", "SERVICE", "TOPIC", "TOPICS", "URI", "URL", "VHOST", "DSN",
])  # fmt: skip
"""Last words of names whose values tell which database, broker or service is meant."""

_LOOKS_SECRET = re.compile(
    r"-----BEGIN|\b(sk|pk|rk)_(live|test)_|\bsk-[A-Za-z0-9_-]{16}|\bAKIA[0-9A-Z]{12}|\beyJ[\w-]{8,}\.[\w-]+|\bgh[pousr]_\w{16}|\bxox[abpsr]-|\bSG\.[\w-]{16}"
)
"""Beginnings of keys and tokens that services give out."""

_URL = re.compile(r"([A-Za-z][\w+.-]*)://([^\s\"'<>]*?)(?=[\s\"'<>]|$|[,;|][A-Za-z+]+://)")
_PAIR = re.compile(r"(?<![\s:/@,;\"'=])([^\s:/@,;\"'=]*):([^\s/@,\"']+)@(?=[\w\[])")
_SECRET_WORD = r"(?<![\w.-])[\w.-]*(?:passw|passphrase|pass\b|pwd|secret|token|api_?key|access_?key|private_?key|credential|signature)[\w.-]*"
_SETTING = re.compile(rf"(?i)({_SECRET_WORD}(?:[\"']?\s*=\s*|[\"']\s*:\s*|:\s+))(\"[^\"]*\"|'[^']*'|[^\s;&,\"')}}]+)")
_OPTION = re.compile(rf"(?i)((?=-){_SECRET_WORD}\s+)(\"[^\"]*\"|'[^']*'|[^\s\"'-][^\s\"']*)")
_BEARER = re.compile(r"(?i)\b((?:bearer|basic)\s+)[\w.+/=-]{6,}")
_MYSQL = re.compile(r"(mysql\w*\b[^|;&]*?\s-p)([^\s\"']+)")
_CURL = re.compile(r"(\bcurl\b[^|;&]*?\s(?:-u|--user)\s+[^\s:]+:)([^\s\"']+)")
_WEB = frozenset(["http", "https", "ws", "wss", "git", "ftp"])
_PORT = re.compile(r"\d{1,5}$")


@lru_cache(maxsize=20_000)
def is_secret(name: str) -> bool:
    """Whether a variable is named like a secret."""
    if _PARTS.search(name):
        return True
    if name in ("PWD", "OLDPWD"):  # the folder that a shell is in
        return False
    words = words_of(name)
    return not words.isdisjoint(_WORDS) and (
        words.isdisjoint(_NO_KEYS) or not words.isdisjoint(_WORDS - {"KEY", "KEYS"})
    )


@lru_cache(maxsize=20_000)
def names_a_place(name: str) -> bool:
    """Whether the name of a variable says that it tells an address, a database or a channel."""
    last = re.split(r"[^A-Za-z0-9]+", _split(name).rstrip("_"))[-1].upper()
    return last in _NAMES_A_PLACE


def words_of(name: str) -> set[str]:
    """Return the words of a name, in capitals."""
    return {word.upper() for word in re.split(r"[^A-Za-z0-9]+", _split(name)) if word}


def shown(name: str, value: str, *, only_places: bool = False) -> tuple[str, bool]:
    """Return what may be shown of a variable's value, and whether it is a secret: then that is nothing.

    only_places: keep nothing but what identifies a database or an address, as of a Kubernetes Secret.
    """
    if len(value) > MAX_VALUE:
        return "", is_secret(name)
    redacted = redact(value)
    has_address = "://" in value and not _LOOKS_SECRET.search(value)
    if is_secret(name):
        return (
            (redacted, False) if has_address and names_a_place(name) and "WEBHOOK" not in words_of(name) else ("", True)
        )
    if _LOOKS_SECRET.search(value) or redacted == HIDDEN:
        return "", True
    is_place = has_address or (names_a_place(name) and ("@" not in value or HIDDEN in redacted))
    return ("", True) if only_places and not is_place else (redacted, False)


def redact(text: str) -> str:
    """Return a text with every password in it replaced."""
    if "@" in text:
        text = _PAIR.sub(rf"\1:{HIDDEN}@", _URL.sub(_address, text))
    if "=" in text or ":" in text:
        text = _SETTING.sub(rf"\1{HIDDEN}", text)
    if " " in text:
        for pattern in (_OPTION, _BEARER, _CURL, _MYSQL):
            text = pattern.sub(rf"\1{HIDDEN}", text)
    return HIDDEN if _LOOKS_SECRET.search(text) else text


def _address(match: re.Match[str]) -> str:
    """Return a URL without the password.

    It ends at the last ``@``: passwords with an ``@`` or a slash are common in addresses of databases. On the web an ``@`` may stand in the path.
    """
    scheme, rest = match[1], match[2]
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    is_web = scheme.lower() in _WEB
    if is_web and ("@" in authority or _PORT.match(authority.partition(":")[2]) or ":" not in authority):
        people, at, after = authority.rpartition("@")
        after += rest[len(authority) :]
    else:
        people, at, after = rest.rpartition("@")
    if not at:
        return match[0]
    user, colon, _ = people.partition(":")
    kept = f"{user}:{HIDDEN}" if colon else HIDDEN if is_web else user
    return f"{scheme}://{kept}@{after}"


def _split(name: str) -> str:
    """Return a name in camel case with its words parted."""
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
