"""The picture: showing it, what lies over it, what the mouse does to it, and the keys that move through it."""
