"""Papers of the common types made from a form, in the layout of NĐ 30/2020: what was typed in, a `.docx` out."""
