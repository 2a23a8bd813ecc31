"""What can be done to regions, to sound and to marks: the menus that change a review."""

from reviewer.ui.spec import Menu, Spec

DRAW: Menu = {
    "draw": Spec("&Rectangle", ("N",), "Drag over the picture to cover what is there", "draw", "tool?", brief="Draw"),
    "draw_ellipse": Spec("&Ellipse", ("E",), "Drag an ellipse over the picture", group="tool?"),
    "draw_polygon": Spec("&Polygon", ("Shift+N",), "Click corner after corner; Enter closes it", group="tool?"),
    "draw_lasso": Spec("&Freehand", ("Q",), "Drag around what is to be covered", group="tool?"),
    "paint": Spec(
        "Hold and foll&ow", ("B",), "Hold the button on something while the footage plays slowly", group="tool?"
    ),
    "whole_frame": Spec("&Whole picture", ("W",), "Cover the whole picture from in to out, or from here on", gap=True),
    "inverse": Spec("Hide all &but this", ("Ctrl+I",), "Cover everything but the selected regions, or again only them"),
    "whole_person": Spec(
        "Who&le person",
        ("Shift+W",),
        "Hide the whole person of each selected face behind a plain figure, or again only the face",
    ),
    "follow": Spec("Follow bot&h ways", ("F",), "Follow what the region covers here to where it enters and leaves"),
    "follow_on": Spec("Follow forward only", ("Shift+F",), "Follow what the region covers, onwards"),
    "follow_back": Spec("Follow backward only", ("Alt+Shift+F",), "Follow what the region covers, backwards"),
}
REGION: Menu = {
    "analyse": Spec("&Find faces and plates…", ("Ctrl+F",), "Look for what needs covering, and propose it", "analyse"),
    "read_plates": Spec("Read number p&lates", ("Ctrl+L",), "Read the plates that were found, to tell them apart"),
    "confirm": Spec("&Confirm", ("C",), "The selected regions are right: cover them", "confirm", gap=True),
    "reject": Spec("Re&ject", ("X",), "The selected regions hide nothing that needs hiding: show them", "reject"),
    "false_next": Spec(
        "False find, ne&xt", ("Z",), "Reject the selected regions and go to the next one", brief="False, next"
    ),
    "propose": Spec("Back to &proposed", ("P",), "Take back what was decided on the selected regions"),
    "remove": Spec(
        "&Remove the region", ("Delete",), "Take the selected regions out altogether", "remove", brief="Remove"
    ),
    "uncover_here": Spec(
        "&Uncover only these frames", ("U",), "Uncover from in to out, or this frame, and keep the rest"
    ),
    "cover_here": Spec("Cover these fra&mes again", ("Shift+U",), "Cover from in to out, or this frame, again"),
    "starts_here": Spec("&Starts here", ("[",), "Cover the selected region from this frame on", gap=True),
    "ends_here": Spec("&Ends here", ("]",), "Cover the selected region up to and including this frame"),
    "extend_here": Spec(
        "Ex&tend to here", ("T",), "Cover the selected regions up to this frame, forwards or backwards"
    ),
    "split": Spec("Split &here", ("S",), "Make two regions of each selected one, at this frame"),
    "join": Spec("Jo&in", ("Shift+S",), "Make one region of the selected ones that follow one another"),
    "duplicate": Spec("&Duplicate", ("Ctrl+Shift+D",), "Make another region like each selected one"),
    "lock": Spec("Loc&k", ("Ctrl+K",), "Keep the selected regions from being changed, or let them be changed again"),
    "add_keyframe": Spec("&Add a keyframe", ("Ins",), "Fix the selected region as it lies in this frame", gap=True),
    "remove_keyframe": Spec("Remove the keyframe", ("Shift+Delete",), "Take out the keyframe in this frame"),
    "next_keyframe": Spec("Next keyframe", ("Alt+Right",), "Go to the next keyframe of the selected region"),
    "previous_keyframe": Spec("Previous keyframe", ("Alt+Left",), "Go to the keyframe before of the selected region"),
    "go_to": Spec("&Go to its first frame", ("G",), "Show where the selected region begins", gap=True),
    "next_region": Spec("&Next region", ("PgDown",), "Select the next region and show it"),
    "previous_region": Spec("Pre&vious region", ("PgUp",), "Select the region before and show it"),
    "by_doubt": Spec("Sort b&y doubt", ("Ctrl+D",), "List the most doubtful regions first, or again in order of time"),
    "let_go": Spec("Select n&othing", ("Esc",), "Cancel what is being dragged, or let go of the selection"),
}
DOUBTS: Menu = {
    "next_doubt": Spec("&Next doubt", ("D",), "Show the next open doubt, looped around its moment"),
    "previous_doubt": Spec("&Previous doubt", ("Shift+D",), "Show the doubt before"),
    "cover_marked": Spec(
        "Co&ver what is marked", ("V",), "Cover the marked place, and follow it to where it enters and leaves", gap=True
    ),
    "settle_right": Spec("It is &right as it is", ("Y",), "Settle the doubt: nothing more needs covering here"),
    "settle_covered": Spec("It is &covered now", ("Shift+Y",), "Settle the doubt: what was uncovered is covered now"),
    "unsettle": Spec("&Open it again", ("Alt+Y",), "Take back that the doubt was settled"),
}
PEOPLE: Menu = {
    "join_person": Spec(
        "&Join as one person", ("Ctrl+J",), "Say that the selected regions are the same person", brief="Same person"
    ),
    "split_person": Spec(
        "&Split from the person", ("Ctrl+Shift+J",), "Say that the selected regions are someone else", brief="Split"
    ),
    "name_person": Spec("&Name the person…", ("F2",), "Give the person of the selected regions a name", brief="Name"),
    "select_person": Spec("Select &all of the person", ("Ctrl+P",), "Select every region of the same person"),
}
SOUND: Menu = {
    "silence": Spec("&Silence from in to out", ("H",), "Silence the sound from the in point to the out point"),
    "draw_silence": Spec("&Draw a silence", ("Shift+H",), "Drag over the sound on the timeline to silence it"),
    "import_transcript": Spec(
        "&Import a transcript…",
        ("Ctrl+Shift+T",),
        "Read what is said from a file, word by word",
        gap=True,
        brief="Import",
    ),
    "find_words": Spec("&Find words…", ("Ctrl+Shift+S",), "Find where something is said in the transcript"),
    "next_found": Spec("&Next place found", ("F3",), "Go to the next place where it is said"),
    "previous_found": Spec("&Previous place found", ("Shift+F3",), "Go to the place before where it is said"),
    "silence_words": Spec(
        "Silence the &words", ("Ctrl+H",), "Silence the words that are selected in the transcript", brief="Silence"
    ),
    "silence_just_words": Spec(
        "Silence &only these words",
        ("Ctrl+Shift+H",),
        "Silence no more than the words, where their times are estimated",
    ),
    "hear_words": Spec(
        "Let the words be h&eard",
        ("Alt+Shift+H",),
        "Take back that the selected words are silenced",
        brief="Let be heard",
    ),
    "silence_found": Spec(
        "Silence all that was fo&und", ("Ctrl+F3",), "Silence every place where it is said", brief="Silence all found"
    ),
    "watch_list": Spec(
        "Wa&tch-list…",
        ("Ctrl+Shift+L",),
        "Names, addresses and numbers that must not be heard",
        gap=True,
        brief="Watch-list",
    ),
    "accept_words": Spec(
        "&Accept the proposal", ("Ctrl+Shift+Y",), "Silence the words that are proposed", brief="Accept"
    ),
    "skip_words": Spec("S&kip the proposal", ("Ctrl+Shift+N",), "Propose these words no more", brief="Skip"),
    "accept_all_words": Spec(
        "Accept all p&roposals", ("Ctrl+Shift+U",), "Silence all that is proposed", brief="Accept all"
    ),
    "hear": Spec(
        "&Hear the sound", ("Ctrl+M",), "Play the sound with the picture, or not", "sound", gap=True, toggles=True
    ),
    "louder": Spec("&Louder", ("Ctrl+Alt+Up",), "Play the sound louder"),
    "quieter": Spec("&Quieter", ("Ctrl+Alt+Down",), "Play the sound more quietly"),
}
MARK: Menu = {
    "set_in": Spec("&In point here", ("I",), "Begin the stretch that is worked on at this frame"),
    "set_out": Spec("&Out point here", ("O",), "End the stretch that is worked on after this frame"),
    "clear_in_out": Spec("&Clear in and out", ("Shift+O",), "Work on all of the footage again"),
    "loop": Spec(
        "&Loop", ("Shift+Space",), "Play from in to out, or the moment of the doubt, over and over", toggles=True
    ),
    "marker": Spec(
        "&Marker with a note…", ("M",), "Put a marker with a note at this frame, or change the one here", gap=True
    ),
    "remove_marker": Spec("&Remove the marker", ("Shift+M",), "Take out the marker at this frame"),
    "next_marker": Spec("&Next marker", ("Ctrl+PgDown",), "Go to the next marker"),
    "previous_marker": Spec("&Previous marker", ("Ctrl+PgUp",), "Go to the marker before"),
}
