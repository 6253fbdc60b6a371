"""The world: files, processes, the cache, the network; never an article."""
