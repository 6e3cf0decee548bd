"""What a council takes out for its own figures: references, dates, roles and states, and nothing that anybody wrote."""
