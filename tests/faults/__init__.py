"""What happens when parts fail: files, processes, stores, servers."""
