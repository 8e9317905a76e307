"""Papers made of regions: sides joined, values judged, copies of one another told."""
