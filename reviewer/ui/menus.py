"""Everything a user can do, in one table: its words, its menu, its keys."""

from collections.abc import Mapping

from reviewer.ui.menus_regions import DOUBTS, DRAW, MARK, PEOPLE, REGION, SOUND
from reviewer.ui.menus_release import COPY
from reviewer.ui.spec import Menu, Spec

FILE: Menu = {
    "open_footage": Spec("Open &footage…", ("Ctrl+O",), "Take recordings into a case and show them", "open"),
    "open_case": Spec("Open &case…", ("Ctrl+Shift+O",), "Go on with a case from its folder", "case"),
    "close_case": Spec("Close c&ase", ("Ctrl+W",), "Put the case away; everything in it is saved already"),
    "find_again": Spec("Find footage a&gain…", ("Ctrl+Shift+F",), "Show where footage lies that was moved"),
    "release": Spec("&Release a copy…", ("Ctrl+R",), "Render a copy with the regions covered, and check it", "release"),
    "sample_case": Spec("&Sample case", ("Ctrl+Shift+E",), "Learn by doing, on a case made for that", gap=True),
    "models": Spec("&Models…", ("Ctrl+Shift+M",), "Add detectors to the program, switch and remove them"),
    "quit": Spec("&Quit", ("Ctrl+Q",), "Close the window; everything is saved already", gap=True),
}
EDIT: Menu = {
    "undo": Spec("&Undo", ("Ctrl+Z",), "Take back the last change", "undo"),
    "redo": Spec("&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Make the change again that was taken back", "redo"),
    "select_all": Spec("Select &all", ("Ctrl+A",), "Select every region", gap=True),
    "select_here": Spec("Select all in this &frame", ("Ctrl+Shift+A",), "Select every region that covers this frame"),
    "nudge_left": Spec("Move &left", ("Ctrl+Left",), "Move the selected regions one pixel to the left", gap=True),
    "nudge_right": Spec("Move r&ight", ("Ctrl+Right",), "Move the selected regions one pixel to the right"),
    "nudge_up": Spec("Move u&p", ("Ctrl+Up",), "Move the selected regions one pixel up"),
    "nudge_down": Spec("Move &down", ("Ctrl+Down",), "Move the selected regions one pixel down"),
    "nudge_left_far": Spec("Move far left", ("Ctrl+Shift+Left",), "Move the selected regions ten pixels to the left"),
    "nudge_right_far": Spec(
        "Move far right", ("Ctrl+Shift+Right",), "Move the selected regions ten pixels to the right"
    ),
    "nudge_up_far": Spec("Move far up", ("Ctrl+Shift+Up",), "Move the selected regions ten pixels up"),
    "nudge_down_far": Spec("Move far down", ("Ctrl+Shift+Down",), "Move the selected regions ten pixels down"),
    "grow": Spec("Lar&ger", ("Alt+Up",), "Make the selected regions a tenth larger", gap=True),
    "shrink": Spec("&Smaller", ("Alt+Down",), "Make the selected regions a tenth smaller"),
    "turn_left": Spec("&Turn left", ("Ctrl+[",), "Turn the selected regions five degrees to the left"),
    "turn_right": Spec("Tur&n right", ("Ctrl+]",), "Turn the selected regions five degrees to the right"),
}
PLAY: Menu = {
    "play": Spec("&Play or pause", ("Space",), "Play from here, or stop here", "play"),
    "step_back": Spec("Step &back", ("Left", ","), "Show the frame before", "step_back"),
    "step_forward": Spec("Step &forward", ("Right", "."), "Show the next frame", "step_forward"),
    "first": Spec("Fi&rst frame", ("Home",), "Go to the first frame", "first"),
    "last": Spec("&Last frame", ("End",), "Go to the last frame", "last"),
    "go_to_time": Spec("&Go to a time", ("Ctrl+G",), "Type the time or the frame to go to"),
    "backwards": Spec("Play back&wards", ("J",), "Play backwards; press again for faster", gap=True),
    "pause": Spec("Pa&use", ("K",), "Stop here"),
    "forwards": Spec("Play f&orwards", ("L",), "Play forwards; press again for faster"),
    "slower": Spec("&Slower", ("-",), "Play more slowly, down to a tenth of the speed"),
    "faster": Spec("F&aster", ("=", "+"), "Play faster, up to eight times the speed"),
    "next_cut": Spec("&Next cut", ("Shift+PgDown",), "Go to the next cut in the footage", gap=True),
    "previous_cut": Spec("Pre&vious cut", ("Shift+PgUp",), "Go to the cut before"),
}
VIEW: Menu = {
    "original": Spec(
        "&Original with outlines",
        ("1",),
        "The picture as recorded, not for release",
        "original",
        "view",
        brief="Original",
    ),
    "released": Spec(
        "&As it will be released",
        ("2",),
        "The picture covered exactly as in a copy",
        "released",
        "view",
        brief="As released",
    ),
    "wipe": Spec("&Both, with a wipe", ("3",), "Original and released, divided by a line to drag", "", "view"),
    "behind": Spec("See be&hind", ("4",), "The picture covered, with what lies behind shining through", "", "view"),
    "fit": Spec("&Fit the window", ("Ctrl+0",), "Show the whole picture", "fit", gap=True, brief="Fit"),
    "actual": Spec("&100 %", ("Ctrl+1",), "Show one pixel of the footage as one pixel of the screen", "actual"),
    "zoom_in": Spec("Zoom &in", ("Ctrl++", "Ctrl+="), "Show the picture larger"),
    "zoom_out": Spec("Zoom o&ut", ("Ctrl+-",), "Show the picture smaller"),
    "full_screen": Spec("Full screen", ("F11",), "Show the window on all of the screen, or not", toggles=True),
    "second_screen": Spec(
        "Picture on a second s&creen", ("Shift+F11",), "Show the picture on another screen", toggles=True
    ),
    "timeline_in": Spec(
        "Timeline: closer", ("Shift+=", "Shift++"), "Show less of the footage on the timeline", gap=True
    ),
    "timeline_out": Spec("Timeline: wider", ("Shift+-", "Shift+_"), "Show more of the footage on the timeline"),
    "timeline_all": Spec("Timeline: all of it", ("Shift+0", "Shift+)"), "Show the whole footage on the timeline"),
    "show_doubts": Spec("&Doubts", ("F5",), "Show the queue of doubts", gap=True),
    "show_regions": Spec("&Regions", ("F7",), "Show the list of regions"),
    "show_details": Spec("D&etails", ("Alt+Return",), "Show what the selected regions or silences are, and change it"),
    "show_check": Spec("Check of the co&pies", ("F12",), "Show what the check of each copy found, to be decided on"),
    "show_gallery": Spec("&Gallery", ("F8",), "Show everything that was found as pictures"),
    "show_transcript": Spec("Transcript", ("Shift+F4",), "Show what is said, to silence words"),
    "show_history": Spec("Histor&y", ("F9",), "Show what was changed, to go back to any of it"),
    "next_pane": Spec("Ne&xt pane", ("F6",), "Go to the next part of the window"),
    "previous_pane": Spec("Pre&vious pane", ("Shift+F6",), "Go to the part of the window before"),
    "theme_system": Spec("Colours of the &system", ("Ctrl+Alt+1",), "As the system is set", "", "theme", gap=True),
    "theme_light": Spec("&Light colours", ("Ctrl+Alt+2",), "Dark text on a light ground", "", "theme"),
    "theme_dark": Spec("Dar&k colours", ("Ctrl+Alt+3",), "Light text on a dark ground", "", "theme"),
    "theme_contrast": Spec("High co&ntrast", ("Ctrl+Alt+4",), "White and yellow on black", "", "theme"),
    "reset_layout": Spec("Rese&t the layout", ("Ctrl+Alt+0",), "Put every part of the window where it was at first"),
}
HELP: Menu = {
    "help": Spec("&Help…", ("Shift+F1",), "Read how things are done"),
    "shortcuts": Spec("&Keyboard shortcuts…", ("F1",), "List every action, and change its keys"),
    "about": Spec("&About Reviewer", ("Ctrl+F1",), "Version, licence, and the models it looks with"),
}

MENUS: Mapping[str, Menu] = {
    "&File": FILE,
    "&Edit": EDIT,
    "&Draw": DRAW,
    "&Regions": REGION,
    "Dou&bts": DOUBTS,
    "Peop&le": PEOPLE,
    "&Sound": SOUND,
    "&Marks": MARK,
    "&Copy": COPY,
    "&Play": PLAY,
    "&View": VIEW,
    "&Help": HELP,
}
"""Every menu of the window, left to right, and what stands in it, top to bottom."""
