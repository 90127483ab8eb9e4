"""The municipality that ships with the program, used by the demo and when there is no settings folder."""
