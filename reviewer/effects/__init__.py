"""How what is hidden is made unrecoverable in a picture, and how a picture is compared with what it should be."""
