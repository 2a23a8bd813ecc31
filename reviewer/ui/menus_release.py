"""What can be done about the copy: which stretches of the footage it shows."""

from reviewer.ui.spec import Menu, Spec

COPY: Menu = {
    "keep_stretch": Spec("&Keep this stretch", ("Shift+K",), "Show in the copy what lies from in to out"),
    "leave_out": Spec("&Leave this stretch out", ("Shift+X",), "Show a card in the copy in place of in to out"),
    "keep_all": Spec("Keep &all of it", ("Shift+A",), "Show all of the footage in the copy again"),
    "next_edge": Spec("&Next edge", ("Alt+PgDown",), "Go to where what is kept begins or ends next", gap=True),
    "previous_edge": Spec("&Previous edge", ("Alt+PgUp",), "Go to where what is kept began or ended before"),
    "find_overlays": Spec(
        "&Find burnt-in text",
        ("Ctrl+T",),
        "Look for serial numbers, times and logos that the camera wrote into the picture, and propose to cover them",
        gap=True,
    ),
    "next_hit": Spec("Ne&xt hit", ("R",), "Show the next open hit of the copy's check", gap=True),
    "previous_hit": Spec("Previo&us hit", ("Shift+R",), "Show the open hit before"),
    "cover_hit": Spec(
        "&Cover the hit", ("Shift+V",), "Draw a region over the hit, for the next copy to cover it", brief="Cover"
    ),
    "lawful_hit": Spec(
        "La&wful to show", ("Shift+L",), "Let the hit be shown, for a reason that you give", brief="Lawful"
    ),
    "not_one_hit": Spec(
        "No&t a face, plate or text", ("Shift+Z",), "Settle the hit: nothing that needs covering", brief="Not one"
    ),
    "reopen_hit": Spec("&Open the hit again", ("Ctrl+Alt+Z",), "Take back what was decided on the hit", brief="Reopen"),
    "render_again": Spec(
        "&Render again", ("Ctrl+Alt+R",), "Make the copy anew: only what has changed is rendered", gap=True
    ),
    "seal_copy": Spec(
        "&Seal the copy", ("Ctrl+Shift+R",), "Make the pack of a copy of which every hit is settled", brief="Seal"
    ),
}
