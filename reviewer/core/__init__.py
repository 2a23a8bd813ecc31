"""The words of the house: values that every other layer speaks in, on the standard library and numpy alone.

- Case: one request or investigation, with its footage, people, copies and log. On disk: one folder.
- Footage: one original recording, fingerprinted (SHA-256), never altered.
- Tick: a presentation time in the footage's own time base, an integer; the only time that is stored.
- Frame: one decoded, upright picture at a tick.
- Subject: the kind of thing found: face, plate, text.
- Detection: a box that a detector reported in one frame. Evidence.
- Track: detections linked over time, with what was followed or bridged between them. Evidence.
- Outline: a polygon, in pixels of the upright frame: what lies aslant is told, and hidden, by its corners.
- Reading: what was read on a plate, with the form that it fits and a score. Evidence, and personal data.
- Doubt: a reason why something may be uncovered, with its span and its weight. Risk: that of all doubts, by frame.
- Sample: what two further looks found at some of the frames. Estimate: how much that says may be uncovered.
- Region: what a reviewer hides or decides to show: keyframed shape, span, effect, reason, decision. A decision.
- Silence: the same for sound: span, channels, treatment, reason.
- Person: someone in the case. Cast: all of them.
- Review: all regions and silences over one footage: one immutable value.
- Edit: one change to a review, a value. Commit: an edit applied, saved and logged.
- Cover: to make a region's pixels unrecoverable in a frame.
- Profile: whom a copy is for, and so which effect, what fill, what sound.
- Depth: how hard the analysis looks: fast, balanced or thorough.
- Model pack: a detector that was added to an installed program: a model with the manifest that says how to use it.
- Release: to render a Copy by a profile and check it.
- Hit: a place in a rendered copy where the check suspects something uncovered; settled when a person has decided.
- Audit event: one sealed line of the log.

Avoid: project, annotation, object, mask (for a region), blur (for cover), export (for release), clip (for footage).
"""
