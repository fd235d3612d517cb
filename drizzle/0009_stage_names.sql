-- The stages of a customer's life with the bank have the names that the field gives them.
UPDATE "customer_values" SET "stage" = CASE "stage"
	WHEN 'introduced' THEN 'onboarding'
	WHEN 'confirmed' THEN 'active'
	WHEN 'kept' THEN 'retained'
	ELSE 'at-risk' END
	WHERE "stage" IN ('introduced', 'confirmed', 'kept', 'leaving');
