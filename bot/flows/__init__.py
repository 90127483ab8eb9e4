"""One file per story of a family; each step is pure: state, reply, facts and now in, a decision out."""
