"""Development tools that make training pictures for the number plate detector; nothing of it is shipped.

- What a plate is: `forms` and the tables `forms_britain`, `forms_europe`, `forms_americas`, `forms_asia`,
  `forms_south_asia`, `forms_invented`; its letters: `glyphs`, `scripts`, `inking`; one plate drawn: `plate`, `wear`.
- What carries it: `vehicles`, `vehicle_fronts`, `vehicle_rears`, `vehicle_parts`, `flanks`, `bodies`, `mounting`, all
  drawn with a `pen`. What only looks like it: `clutter`, `signs`.
- What lies behind: `backgrounds`, `street`, `textures`.
- Where things come to stand: `placement`, `scene`, `stage`, `staging`, `surroundings`, `lens`.
- What becomes of the picture: `weather`, `camera`, `codec`. All together: `sample`; to look at: `preview`.

Everything random comes from a `numpy.random.Generator` that is passed down. Colours are blue, green, red; x runs right
and y down; lengths on plates and vehicles are millimetres, and heights are measured from the plate's middle.
"""
