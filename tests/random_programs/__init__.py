"""Random programs, differentiated and compared with complex steps and differences."""
