"""Pictures of every page, to be looked at by people: `./alp screenshots`."""
