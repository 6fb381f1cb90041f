"""The pages of analysts and process owners."""
