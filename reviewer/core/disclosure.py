"""To whom a copy is given and why: what the register of disclosures has to say of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """Who receives a copy, for what, on which basis, and under which reference of the force's own; all may be empty.

    The information commissioner asks for the recipient's name and organisation, the date and the reason of each
    disclosure of video (ICO, video surveillance guidance); section 62 of the Data Protection Act 2018 for who
    disclosed it, when, to whom, and why.
    """

    recipient: str = ""
    organisation: str = ""
    purpose: str = ""
    basis: str = ""
    reference: str = ""
