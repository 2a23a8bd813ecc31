"""The number plate detector: its network, how it is trained and measured, and how it is put into a file.

- What goes in and comes out: `planes` (a frame's own planes as the input), `decode` (maps to plates with scores), with
  the geometry of `quads`.
- The network: `network`. What it is asked for: `targets`; how far it is from it: `loss`.
- Training: `train` (the command) by a `plan`, `learner` (one step), `feed` (batches from worker processes), `examples`
  and `variation` (several views of one picture), `checkpoint` (a run on disk), `errors`.
- Afterwards: `evaluate` (the command) with `finder`, `footage` and `scoring`; `export` (the command).
"""
