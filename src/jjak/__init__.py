"""jjak (짝): a bilingual translation and alignment workbench, Korean–English first and any pair after."""
