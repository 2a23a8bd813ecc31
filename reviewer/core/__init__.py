"""The words of the house: values that every other layer speaks in, on the standard library and numpy alone.

- Case: one request or investigation, with its footage, people, copies and log. On disk: one folder.
- Footage: one original recording, fingerprinted (SHA-256), never altered.
- Tick: a presentation time in the footage's own time base, an integer; the only time that is stored.
- Frame: one decoded, upright picture at a tick.
- Subject: the kind of thing found: face, plate, text.
- Detection: a box that a detector reported in one frame. Evidence.
- Track: detections linked over time, with what was followed or bridged between them. Evidence.
- Region: what a reviewer hides or decides to show: keyframed shape, span, effect, reason, decision. A decision.
- Silence: the same for sound: span, channels, treatment, reason.
- Person: someone in the case. Cast: all of them.
- Review: all regions and silences over one footage: one immutable value.
- Edit: one change to a review, a value. Commit: an edit applied, saved and logged.
- Cover: to make a region's pixels unrecoverable in a frame.
- Profile: whom a copy is for, and so which effect, what fill, what sound.
- Depth: how hard the analysis looks: fast, balanced or thorough.
- Release: to render a Copy by a profile and check it.
- Hit: a place in a rendered copy where the check suspects something uncovered; settled when a person has decided.
- Audit event: one sealed line of the log.

Avoid: project, annotation, object, mask (for a region), blur (for cover), export (for release), clip (for footage).
"""
