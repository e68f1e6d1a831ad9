"""Answers beyond yes and no: substitutes, who comes for a unit, early leaving, and the chair's word on them."""
