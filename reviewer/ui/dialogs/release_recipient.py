"""Whom a copy is for and why: what the register of disclosures asks."""

from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from reviewer.core.disclosure import Disclosure

LONGEST = 200
"""Characters of an answer."""

PURPOSES = (
    "",
    "Subject access request",
    "Freedom of information request",
    "Criminal proceedings",
    "Complaint or misconduct matter",
    "Civil proceedings or insurance",
    "Publication",
)
BASES = (
    "",
    "Data Protection Act 2018, section 45 (right of access)",
    "UK GDPR, Article 15 (right of access)",
    "Freedom of Information Act 2000",
    "Criminal Procedure and Investigations Act 1996",
)
"""To choose from or to write over; what is right is for the force to say."""

TOLD = (
    "These stand in the log of the case, as the register of disclosures. All may stay empty. They are proposed again "
    "for the next copy, until the program ends."
)


class RecipientPage(QWidget):
    """Answers with a disclosure."""

    def __init__(self, disclosure: Disclosure) -> None:
        super().__init__()
        self.recipient, self.organisation = QLineEdit(disclosure.recipient), QLineEdit(disclosure.organisation)
        self.reference = QLineEdit(disclosure.reference)
        self.purpose, self.basis = _choices(PURPOSES, disclosure.purpose), _choices(BASES, disclosure.basis)
        names = {
            self.recipient: "Who receives the copy",
            self.organisation: "Organisation of who receives the copy",
            self.purpose: "Purpose of the disclosure",
            self.basis: "Legal basis of the disclosure",
            self.reference: "Reference of the disclosure",
        }
        for part, name in names.items():
            part.setAccessibleName(name)
            line = part.lineEdit() if isinstance(part, QComboBox) else None
            if line is not None:
                line.setAccessibleName(name)
        for line in (self.recipient, self.organisation, self.reference, self.purpose.lineEdit(), self.basis.lineEdit()):
            if line is not None:
                line.setMaxLength(LONGEST)
        told = QLabel(TOLD)
        told.setWordWrap(True)
        told.setObjectName("quiet")
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.addRow("&Name:", self.recipient)
        form.addRow("Or&ganisation:", self.organisation)
        form.addRow("Purpo&se:", self.purpose)
        form.addRow("&Basis:", self.basis)
        form.addRow("Referen&ce:", self.reference)
        column = QVBoxLayout(self)
        column.addWidget(told)
        column.addLayout(form)
        column.addStretch(1)

    @property
    def answer(self) -> Disclosure:
        """What was written."""
        return Disclosure(
            recipient=self.recipient.text().strip(),
            organisation=self.organisation.text().strip(),
            purpose=self.purpose.currentText().strip(),
            basis=self.basis.currentText().strip(),
            reference=self.reference.text().strip(),
        )


def _choices(texts: tuple[str, ...], before: str) -> QComboBox:
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(20)
    box.addItems(list(texts))
    box.setCurrentText(before)
    return box
