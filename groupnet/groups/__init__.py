"""Groups, who belongs to them and since when, and what each right allows. The group is the tenant."""
