"""Check tables of published coverage figures: does what officials print add up?"""
