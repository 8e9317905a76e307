"""Text on a page: runs of print, in reading order, folded, with lines, titles and known words found."""
