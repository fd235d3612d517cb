CREATE FUNCTION "forget_month_mean"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."month_mean" := NULL;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER "balances_corrected" BEFORE UPDATE OF "amount" ON "balances" FOR EACH ROW WHEN (OLD."month_mean" IS NOT NULL AND OLD."amount" IS DISTINCT FROM NEW."amount" AND OLD."month_mean" IS NOT DISTINCT FROM NEW."month_mean") EXECUTE FUNCTION "forget_month_mean"();
