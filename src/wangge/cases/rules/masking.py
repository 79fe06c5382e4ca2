"""How much of a reporter's particulars a page shows. Pure."""


def masked_name(name: str) -> str:
    """The first sign of a name: 张**."""
    name = name.strip()
    return name[:1] + "*" * max(1, len(name) - 1) if name else ""


def masked_phone(phone: str) -> str:
    """A number without its middle: 138****0000; short ones show their last two digits."""
    digits = phone.strip()
    if len(digits) < 8:
        return "*" * max(0, len(digits) - 2) + digits[-2:]
    return f"{digits[:3]}****{digits[-4:]}"


def masked_email(email: str) -> str:
    """An address by its first sign and where it is: z***@example.org."""
    name, sign, host = email.strip().partition("@")
    return f"{name[:1]}***@{host}" if sign else ""
