"""Pictures for pages: SVG made of plain data. Colours are classes of `charts.css`; every picture says what it shows."""
